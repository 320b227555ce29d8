package dev.tally.transforms.model;

/**
 * What a rule says of a record: accepted as a value, or refused for a reason. A bad record is a
 * value, not an exception.
 *
 * @param <T> what an accepted record has become
 */
public sealed interface Verdict<T> {
  static <T> Verdict<T> accepted(T value) {
    return new Accepted<>(value);
  }

  /** A refusal; {@code detail} names the field and what was expected of it, never what it held. */
  static <T> Verdict<T> refused(DeadLetter.Reason reason, String detail) {
    return new Refused<>(reason, detail);
  }

  /** The record passed, and this is what it has become. */
  record Accepted<T>(T value) implements Verdict<T> {}

  /** The record broke a rule. */
  record Refused<T>(DeadLetter.Reason reason, String detail) implements Verdict<T> {}
}
