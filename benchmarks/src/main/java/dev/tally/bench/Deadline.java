package dev.tally.bench;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** Limits how long a condition is polled. */
final class Deadline {
  private static final long POLL_EVERY_MILLIS = 200;

  private final long end;
  private final String what;

  /**
   * Creates a deadline that starts now.
   *
   * @param what the first words of the error if the deadline is missed, e.g. {@code No checkpoint
   *     was completed}
   */
  Deadline(Duration atMost, String what) {
    this.end = System.nanoTime() + atMost.toNanos();
    this.what = what;
  }

  void pause() throws InterruptedException, TimeoutException {
    if (System.nanoTime() - end > 0) {
      throw new TimeoutException(what + " in time: see the log of this command.");
    }
    Thread.sleep(POLL_EVERY_MILLIS);
  }
}
