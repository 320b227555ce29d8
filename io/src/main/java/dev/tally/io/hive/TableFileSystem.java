package dev.tally.io.hive;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.OutputFile;

/** A {@link FileLog} that also reads and writes the content of files. */
interface TableFileSystem extends FileLog {
  /**
   * The URI schemes of file systems that can create a file atomically and only if it does not
   * exist.
   */
  List<String> SCHEMES = List.of("file", "hdfs", "viewfs", "s3a", "s3");

  /** Returns an output that creates a new file. */
  OutputFile create(String file) throws IOException;

  /** Waits until the content of a written file survives a crash of the machine. */
  void sync(String file) throws IOException;

  InputFile open(String file) throws IOException;

  /**
   * Returns the store of a path: local files for {@code file:} or no scheme, otherwise a file
   * system of Hadoop.
   *
   * @param names supplies unique names
   * @throws HiveException see {@link #check}
   */
  static TableFileSystem of(String path, Supplier<String> names) throws IOException {
    check(path);
    boolean local = path.startsWith("/") || path.startsWith("file:");
    return local ? new LocalTableFileSystem() : HadoopTableFileSystem.of(path, names);
  }

  /**
   * Checks that files can be committed on the file system of a path.
   *
   * @throws HiveException if the scheme of the path is not one of {@link #SCHEMES}
   */
  static void check(String path) {
    boolean known =
        path.startsWith("/") || SCHEMES.stream().anyMatch(scheme -> path.startsWith(scheme + ":"));
    if (!known) {
      throw new HiveException(
          "%s is on a file system that is not known to create a file only if it does not exist: use one of %s."
              .formatted(path, String.join(", ", SCHEMES)));
    }
  }
}
