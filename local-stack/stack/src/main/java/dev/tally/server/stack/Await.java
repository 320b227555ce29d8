package dev.tally.server.stack;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits until other processes have reached a state. */
final class Await {
  private static final long STEP_MILLIS = 50;

  private Await() {}

  /**
   * Checks a condition until it is true or the time is over; returns the last result. An interrupt
   * ends the wait with an exception.
   */
  static boolean until(Duration atMost, BooleanSupplier condition) {
    long end = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end >= 0) {
        return false;
      }
      try {
        TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StackException("Interrupted while waiting for the local stack.", e);
      }
    }
    return true;
  }
}
