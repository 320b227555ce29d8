package dev.tally.bench;

/** Checks arguments of the command line. */
final class Arguments {
  private Arguments() {}

  /**
   * Checks that a number is positive.
   *
   * @throws IllegalArgumentException if it is not
   */
  static void positive(String option, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "%s is %d: it must be at least 1.".formatted(option, value));
    }
  }

  /**
   * Checks that a number is a positive multiple of a step.
   *
   * @throws IllegalArgumentException if it is not
   */
  static void multiple(String option, long value, long step) {
    if (value < 1 || value % step != 0) {
      throw new IllegalArgumentException(
          "%s is %d: it must be a positive multiple of %d.".formatted(option, value, step));
    }
  }

  /**
   * Checks that the value of one option is at most that of another.
   *
   * @throws IllegalArgumentException if it is not
   */
  static void atMost(String option, long value, String limitOption, long limit) {
    if (value > limit) {
      throw new IllegalArgumentException(
          "%s is %d: it must be at most %s, which is %d."
              .formatted(option, value, limitOption, limit));
    }
  }
}
