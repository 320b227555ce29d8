package dev.tally.bench;

/** Checks of what a user has given. */
final class Arguments {
  private Arguments() {}

  /**
   * Passes a positive number.
   *
   * @throws IllegalArgumentException if it is not
   */
  static void positive(String option, long value) {
    if (value < 1) {
      throw new IllegalArgumentException("%s is %d: give 1 or more.".formatted(option, value));
    }
  }
}
