package dev.tally.operations;

import java.util.function.LongConsumer;

/** Observes a {@link FileSender}, checks its lines and can stop it. */
public interface SendListener {
  /** Receives the number of lines sent so far, every 1,000 lines and at the end. */
  void sent(long lines);

  /**
   * Receives each line before it is sent.
   *
   * @throws InvalidFile to reject the line; no later line is sent either
   */
  default void sending(EventFile.Line line) {}

  /** Returns true to stop before the next line. */
  default boolean stopped() {
    return false;
  }

  /** Returns a listener that only receives the number of lines sent. */
  static SendListener of(LongConsumer progress) {
    return progress::accept;
  }
}
