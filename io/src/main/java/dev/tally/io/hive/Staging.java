package dev.tally.io.hive;

import java.io.IOException;
import java.util.function.Supplier;

/**
 * The directory of a table in which files are written before they are committed. No partition
 * points into it.
 */
record Staging(FileLog fileLog, String directory, Supplier<String> names) {
  private static final int UNIQUE = 8;

  static Staging of(FileLog fileLog, String table, Supplier<String> names) {
    return new Staging(fileLog, table + "/_staged", names);
  }

  /** Returns a path that no other writer uses; creates the directory if it does not exist. */
  String next() throws IOException {
    fileLog.makeDirectory(directory);
    return directory + "/" + names.get() + ".parquet";
  }

  /** Returns a short part of a file name that no other writer uses. */
  String unique() {
    return names.get().substring(0, UNIQUE);
  }
}
