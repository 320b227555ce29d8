package dev.tally.io.hive;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.OutputFile;

/** A {@link FileStore} whose files have bytes. */
interface DataStore extends FileStore {
  /** Of file systems that publish only where nothing stands. */
  List<String> SCHEMES = List.of("file", "hdfs", "viewfs", "s3a", "s3");

  /** For writing a new file. */
  OutputFile create(String file) throws IOException;

  /** Returns when a file that was written outlives a crash of the machine. */
  void sync(String file) throws IOException;

  InputFile open(String file) throws IOException;

  /**
   * The store of a path: local files for {@code file:} or no scheme, else what Hadoop knows.
   *
   * @param names no two of which are the same
   * @throws HiveException as {@link #check}
   */
  static DataStore of(String path, Supplier<String> names) throws IOException {
    check(path);
    boolean local = path.startsWith("/") || path.startsWith("file:");
    return local ? new LocalStore() : HadoopStore.of(path, names);
  }

  /**
   * Whether files can be published there.
   *
   * @throws HiveException if it is not known how, by the path's scheme
   */
  static void check(String path) {
    boolean known =
        path.startsWith("/") || SCHEMES.stream().anyMatch(scheme -> path.startsWith(scheme + ":"));
    if (!known) {
      throw new HiveException(
          "%s is not on a file system that HiveIO can publish on, only where nothing stands: it must be one of %s."
              .formatted(path, String.join(", ", SCHEMES)));
    }
  }
}
