package dev.tally.operations.plan;

import java.time.Duration;

/** Checks the inputs of a plan; a message names the option, the value and the range. */
final class InputChecks {
  /** The longest duration of an input. */
  static final Duration LONGEST = Duration.ofDays(36_500);

  private InputChecks() {}

  static void range(String option, double value, double from, double to) {
    if (!(value >= from && value <= to)) {
      throw new IllegalArgumentException(
          "--%s=%s is out of range: use a number from %s to %s."
              .formatted(option, text(value), text(from), text(to)));
    }
  }

  static void range(String option, Duration value) {
    if (value.isNegative() || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "--%s=%s is out of range: use a duration of at most %d days."
              .formatted(option, value, LONGEST.toDays()));
    }
  }

  private static String text(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
