package dev.tally.io.kafka;

import java.time.Duration;

/** Limits how often a lasting condition is logged. */
final class RarelyLogged {
  private final Duration every;
  private long last = Long.MIN_VALUE / 2;

  RarelyLogged(Duration every) {
    this.every = every;
  }

  /** Returns true the first time, and then once per interval; {@code now} in epoch ms. */
  synchronized boolean isDue(long now) {
    if (now - last < every.toMillis()) {
      return false;
    }
    last = now;
    return true;
  }

  /** True if {@link #isDue} has ever returned true. */
  synchronized boolean wasEverDue() {
    return last >= 0;
  }
}
