package dev.tally.transforms.model;

/**
 * A {@code Verdict} is the result of checking a record: accepted with a value, or rejected for a
 * reason. A bad record is a value, not an exception.
 *
 * @param <T> the type of the accepted value
 */
public sealed interface Verdict<T> {
  static <T> Verdict<T> accepted(T value) {
    return new Accepted<>(value);
  }

  /**
   * Returns a rejection. {@code detail} names the field and what was expected of it, never its
   * value.
   */
  static <T> Verdict<T> refused(DeadLetter.Reason reason, String detail) {
    return new Refused<>(reason, detail);
  }

  /** The record was accepted and resulted in this value. */
  record Accepted<T>(T value) implements Verdict<T> {}

  /** The record broke a rule and is rejected for this reason. */
  record Refused<T>(DeadLetter.Reason reason, String detail) implements Verdict<T> {}
}
