package dev.tally.io.hive;

import java.io.IOException;

/**
 * The clock that stamps the files of a table. Ages of files are measured with it and never with a
 * worker's clock.
 */
@FunctionalInterface
interface FileLogClock {
  /** Returns milliseconds since 1970. */
  long millis() throws IOException;

  /** Returns a clock that creates a file, reads its modification time and deletes it. */
  static FileLogClock of(FileLog fileLog, Staging staging) {
    return () -> {
      String file = staging.next();
      fileLog.createEmpty(file);
      long now = fileLog.modifiedMillis(file);
      fileLog.delete(file);
      if (now == 0) {
        throw new IOException("%s was deleted as soon as it was created".formatted(file));
      }
      return now;
    };
  }
}
