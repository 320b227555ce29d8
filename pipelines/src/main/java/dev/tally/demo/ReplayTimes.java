package dev.tally.demo;

import dev.tally.generate.Summary;
import java.util.Objects;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Broker times of a replay.
 *
 * @param start no event is earlier
 * @param end after all lines
 */
record ReplayTimes(Instant start, Instant end) {
  private static final Duration BEYOND_THE_END = Duration.standardMinutes(10);

  /** Those of generated events and orders. */
  static ReplayTimes of(Summary summary) {
    long ofOrders = Objects.requireNonNull(summary.orders()).lastBrokerTime().toEpochMilli();
    long last = Math.max(summary.lastBrokerTime().toEpochMilli(), ofOrders);
    return between(
        Instant.ofEpochMilli(summary.plan().start().toEpochMilli()), Instant.ofEpochMilli(last));
  }

  /** Those of lines from a first one to a last one. */
  static ReplayTimes between(Instant first, Instant last) {
    return new ReplayTimes(first, last.plus(BEYOND_THE_END));
  }

  /** When so many of so many equal parts are over. */
  Instant at(int part, int parts) {
    return start.plus(Duration.millis((end.getMillis() - start.getMillis()) * part / parts));
  }
}
