package dev.tally.operations.restate;

import dev.tally.transforms.model.AdMetric;
import java.util.List;

/** Commits the records of a restatement, all of them or none. */
interface RestateLog extends AutoCloseable {
  void commit(List<AdMetric> records);

  @Override
  void close();

  /** Returns a log that stores nothing. */
  static RestateLog ofDryRun() {
    return new RestateLog() {
      @Override
      public void commit(List<AdMetric> records) {}

      @Override
      public void close() {}
    };
  }
}
