package dev.tally.io.hive;

import java.io.IOException;

/**
 * The clock that stamps the files of a table. Ages of files are measured with it and never with a
 * worker's clock.
 */
@FunctionalInterface
interface StoreClock {
  /** Returns milliseconds since 1970. */
  long millis() throws IOException;

  /** Returns a clock that creates a file, reads its modification time and deletes it. */
  static StoreClock of(FileStore store, Staging staging) {
    return () -> {
      String file = staging.next();
      store.touch(file);
      long now = store.modifiedMillis(file);
      store.delete(file);
      if (now == 0) {
        throw new IOException("%s was deleted as soon as it was created".formatted(file));
      }
      return now;
    };
  }
}
