package dev.tally.io.hive;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The format of a bucket's files. A file holds rows and an index of their keys, or it is a seal.
 */
interface RowFormat<R> {
  /** Returns the key and the revision of a row. */
  RowKey keyOf(R row);

  /** Writes rows to a new file and syncs it. */
  void write(String file, List<R> rows) throws IOException;

  /** Writes a seal: a file without rows that names the successor generation. */
  void writeSeal(String file, String successor) throws IOException;

  /** Reads the index of a file, and the successor that it names if it is a seal. */
  FileSummary summary(String file) throws IOException;

  /**
   * Returns true if the last file of a bucket is a seal: nothing can be committed to the bucket any
   * longer.
   */
  default boolean isSealed(Bucket bucket) throws IOException {
    return !bucket.isEmpty() && summary(bucket.path(bucket.last())).isSeal();
  }

  /**
   * Returns those of the wanted keys that a file contains. Reads the rows themselves, not the
   * index.
   */
  Set<RowKey> existing(String file, Set<RowKey> wanted) throws IOException;

  /** Writes the rows of several files to a new file and syncs it. */
  void merge(List<String> files, String to) throws IOException;

  /**
   * What is known about a file without reading its rows.
   *
   * @param index the fingerprints of the rows
   * @param successor the name of the generation that follows if the file is a seal, otherwise null
   */
  record FileSummary(KeyIndex index, @Nullable String successor) {
    boolean isSeal() {
      return successor != null;
    }
  }
}
