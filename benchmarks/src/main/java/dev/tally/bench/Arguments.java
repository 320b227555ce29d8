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
}
