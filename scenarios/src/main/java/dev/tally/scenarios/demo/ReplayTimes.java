package dev.tally.scenarios.demo;

import dev.tally.truth.generate.Summary;
import java.util.Objects;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * The range of the broker times of a replay.
 *
 * @param start not later than the first event
 * @param end later than all lines
 */
record ReplayTimes(Instant start, Instant end) {
  private static final Duration BEYOND_THE_END = Duration.standardMinutes(10);

  /** Returns the range of generated events and orders. */
  static ReplayTimes of(Summary summary) {
    long ofOrders = Objects.requireNonNull(summary.orders()).lastBrokerTime().toEpochMilli();
    long last = Math.max(summary.lastBrokerTime().toEpochMilli(), ofOrders);
    return between(
        Instant.ofEpochMilli(summary.plan().start().toEpochMilli()), Instant.ofEpochMilli(last));
  }

  /** Returns the range of lines whose first and last broker times are these. */
  static ReplayTimes between(Instant first, Instant last) {
    return new ReplayTimes(first, last.plus(BEYOND_THE_END));
  }

  /**
   * Returns the end of a part if the range is divided into equal parts, which are numbered from 1.
   */
  Instant at(int part, int parts) {
    return start.plus(Duration.millis((end.getMillis() - start.getMillis()) * part / parts));
  }
}
