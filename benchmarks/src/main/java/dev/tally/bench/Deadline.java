package dev.tally.bench;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** For how long something is asked for again. */
final class Deadline {
  private static final long ASK_EVERY_MILLIS = 200;

  private final long end;
  private final String what;

  /**
   * A deadline from now on.
   *
   * @param what has not happened, if it is missed
   */
  Deadline(Duration atMost, String what) {
    this.end = System.nanoTime() + atMost.toNanos();
    this.what = what;
  }

  void pause() throws InterruptedException, TimeoutException {
    if (System.nanoTime() - end > 0) {
      throw new TimeoutException(what + " in time: see the log of this command.");
    }
    Thread.sleep(ASK_EVERY_MILLIS);
  }
}
