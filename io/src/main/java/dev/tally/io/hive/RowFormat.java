package dev.tally.io.hive;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is in a file of a bucket: rows, or a seal; and an index of the rows' names. */
interface RowFormat<R> {
  /** The name under which a row stands at most once. */
  RowId idOf(R row);

  /** Writes rows to a new file and syncs it. */
  void write(String file, List<R> rows) throws IOException;

  /** Writes a file without rows that names the generation which follows. */
  void writeSeal(String file, String successor) throws IOException;

  /** What can be told of a file without its rows. */
  Summary summary(String file) throws IOException;

  /** True if the last file of a bucket is a seal: nothing can be committed to it any more. */
  default boolean isSealed(Bucket bucket) throws IOException {
    return !bucket.isEmpty() && summary(bucket.path(bucket.last())).isSeal();
  }

  /** Those of some names that stand in a file; from the rows themselves. */
  Set<RowId> standing(String file, Set<RowId> wanted) throws IOException;

  /** Writes the rows of some files to a new one and syncs it. */
  void merge(List<String> files, String to) throws IOException;

  /**
   * What can be told of a file without its rows.
   *
   * @param successor the generation that follows, if the file is a seal
   */
  record Summary(KeyIndex index, @Nullable String successor) {
    boolean isSeal() {
      return successor != null;
    }
  }
}
