package dev.tally.scenarios.chaos;

import java.io.IOException;
import java.time.Duration;

/** Waits for a condition of servers that may not respond for a while. */
final class Await {
  /** A condition; an exception means that it cannot be checked yet. */
  interface Condition {
    boolean holds() throws IOException;
  }

  /** What happens between two checks. */
  interface Pause {
    void pause() throws InterruptedException;
  }

  private Await() {}

  /**
   * Waits until the condition is true. A server that does not respond yet counts as a condition
   * that is still false.
   *
   * @return false if it does not become true before the deadline
   */
  static boolean until(Duration deadline, Pause pause, Condition condition)
      throws InterruptedException {
    long start = System.nanoTime();
    while (System.nanoTime() - start < deadline.toNanos()) {
      pause.pause();
      if (holds(condition)) {
        return true;
      }
    }
    return false;
  }

  private static boolean holds(Condition condition) {
    try {
      return condition.holds();
    } catch (IOException | RuntimeException notYet) {
      return false;
    }
  }
}
