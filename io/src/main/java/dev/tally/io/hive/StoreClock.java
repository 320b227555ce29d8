package dev.tally.io.hive;

import java.io.IOException;

/** The time by the clock that stamps the files of a table, which no clock of a worker replaces. */
@FunctionalInterface
interface StoreClock {
  /** Milliseconds since 1970. */
  long millis() throws IOException;

  /** The modification time of a file that is created for the purpose, and deleted. */
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
