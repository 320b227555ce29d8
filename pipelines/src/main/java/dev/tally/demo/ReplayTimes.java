package dev.tally.demo;

import dev.tally.generate.Summary;
import java.time.Duration;
import java.util.Objects;
import org.joda.time.Instant;

/**
 * Broker times of a replay.
 *
 * @param start no event is earlier
 * @param end after all lines
 */
record ReplayTimes(Instant start, Instant end) {
  private static final Duration BEYOND_THE_END = Duration.ofMinutes(10);

  /** Those of generated events and orders. */
  static ReplayTimes of(Summary summary) {
    long ofOrders = Objects.requireNonNull(summary.orders()).lastBrokerTime().toEpochMilli();
    long last = Math.max(summary.lastBrokerTime().toEpochMilli(), ofOrders);
    return new ReplayTimes(
        Instant.ofEpochMilli(summary.plan().start().toEpochMilli()),
        Instant.ofEpochMilli(last + BEYOND_THE_END.toMillis()));
  }

  /** When so many of so many equal parts are over. */
  Instant at(int part, int parts) {
    return start.plus(
        org.joda.time.Duration.millis((end.getMillis() - start.getMillis()) * part / parts));
  }
}
