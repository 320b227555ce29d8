package dev.tally.transforms.model;

import java.util.function.Consumer;
import java.util.function.Function;

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

  /** Passes an accepted value to the next check; a rejection remains a rejection. */
  <U> Verdict<U> then(Function<? super T, Verdict<U>> next);

  /** Calls one of the two handlers. */
  void handle(Consumer<? super T> accepted, Consumer<? super Refused<T>> refused);

  /**
   * Returns the accepted value, or throws the exception that the function creates from the
   * rejection.
   */
  T orElseThrow(Function<? super Refused<T>, ? extends RuntimeException> exception);

  /** The record was accepted and resulted in this value. */
  record Accepted<T>(T value) implements Verdict<T> {
    @Override
    public <U> Verdict<U> then(Function<? super T, Verdict<U>> next) {
      return next.apply(value);
    }

    @Override
    public void handle(Consumer<? super T> accepted, Consumer<? super Refused<T>> refused) {
      accepted.accept(value);
    }

    @Override
    public T orElseThrow(Function<? super Refused<T>, ? extends RuntimeException> exception) {
      return value;
    }
  }

  /** The record broke a rule and is rejected for this reason. */
  record Refused<T>(DeadLetter.Reason reason, String detail) implements Verdict<T> {
    @Override
    public <U> Verdict<U> then(Function<? super T, Verdict<U>> next) {
      return new Refused<>(reason, detail);
    }

    @Override
    public void handle(Consumer<? super T> accepted, Consumer<? super Refused<T>> refused) {
      refused.accept(this);
    }

    @Override
    public T orElseThrow(Function<? super Refused<T>, ? extends RuntimeException> exception) {
      throw exception.apply(this);
    }
  }
}
