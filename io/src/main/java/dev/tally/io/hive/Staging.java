package dev.tally.io.hive;

import java.io.IOException;
import java.util.function.Supplier;

/**
 * Where files are written before they are published: a directory of the table that no partition
 * points into.
 */
record Staging(FileStore store, String directory, Supplier<String> names) {
  private static final int UNIQUE = 8;

  static Staging of(FileStore store, String table, Supplier<String> names) {
    return new Staging(store, table + "/_staged", names);
  }

  /** A path that no other writer uses. */
  String next() throws IOException {
    store.makeDirectory(directory);
    return directory + "/" + names.get() + ".parquet";
  }

  /** A short part of a name that no other writer uses. */
  String unique() {
    return names.get().substring(0, UNIQUE);
  }
}
