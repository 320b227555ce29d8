package dev.tally.operations.plan;

import java.time.Duration;

/**
 * How long the stores keep records.
 *
 * @param kafka retention of the raw topics: the longest outage, and how far back a replay can start
 * @param pinot retention of Pinot's tables
 * @param keyTtl {@code metadataTTL} of Pinot's upsert tables; zero if it is not set
 */
public record RetentionTimes(Duration kafka, Duration pinot, Duration keyTtl) {
  /**
   * Creates the retention times.
   *
   * @throws IllegalArgumentException if a value is out of range
   */
  public RetentionTimes {
    InputChecks.range("kafkaRetention", kafka);
    InputChecks.range("pinotRetention", pinot);
    InputChecks.range("keyTtl", keyTtl);
  }

  /** Returns the time for which Pinot's servers keep a primary key in their heap. */
  Duration keyWindow() {
    return keyTtl.isZero() || keyTtl.compareTo(pinot) > 0 ? pinot : keyTtl;
  }
}
