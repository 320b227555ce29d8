package dev.tally.operate;

import java.util.function.LongConsumer;

/** Follows a sending, checks its lines and may stop it. */
public interface SendListener {
  /** Receives the number of lines sent, every 1,000 lines and at the end. */
  void sent(long lines);

  /**
   * Receives each line before it is sent.
   *
   * @throws InvalidFile to refuse it and all later ones
   */
  default void sending(EventFile.Line line) {}

  /** True if no further line is to be sent. */
  default boolean stopped() {
    return false;
  }

  /** Receives progress alone. */
  static SendListener of(LongConsumer progress) {
    return progress::accept;
  }
}
