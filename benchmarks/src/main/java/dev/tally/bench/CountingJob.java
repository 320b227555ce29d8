package dev.tally.bench;

import java.util.Locale;

/** The jobs that the aggregation benchmark compares. */
enum CountingJob {
  /** Tally's aggregation job, started as {@code ./tally run aggregation} starts it. */
  TALLY,
  /** A DataStream job written for Flink. */
  FLINK,
  /** A pipeline of the parts of Beam's SDK; it cannot write the accepted events. */
  BEAM,
  /** A consumer that reads the raw topic and does nothing with the records. */
  READ;

  /** Returns true if the job writes counts. */
  boolean counts() {
    return this != READ;
  }

  /** Returns true if the job can also write the accepted events. */
  boolean writesCleanEvents() {
    return this == TALLY || this == FLINK;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
