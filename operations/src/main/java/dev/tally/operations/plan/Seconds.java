package dev.tally.operations.plan;

import java.time.Duration;

/** Converts durations to seconds with a fraction. */
final class Seconds {
  static final double PER_MINUTE = 60;
  private static final double MILLIS = 1_000;

  private Seconds() {}

  static double of(Duration duration) {
    return duration.toMillis() / MILLIS;
  }
}
