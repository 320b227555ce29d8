package dev.tally.io.hive;

import java.io.IOException;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.OutputFile;

/** A {@link FileStore} whose files have bytes. */
interface DataStore extends FileStore {
  /** For writing a new file. */
  OutputFile create(String file) throws IOException;

  /** Returns when a file that was written outlives a crash of the machine. */
  void sync(String file) throws IOException;

  InputFile open(String file) throws IOException;

  /** The store of a path: local files for {@code file:} or no scheme, else what Hadoop knows. */
  static DataStore of(String path) throws IOException {
    boolean local = path.startsWith("/") || path.startsWith("file:");
    return local ? new LocalStore() : HadoopStore.of(path);
  }
}
