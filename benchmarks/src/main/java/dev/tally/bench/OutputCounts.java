package dev.tally.bench;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

/**
 * The numbers of accepted and rejected events that a job has emitted. The job and the command run
 * in one JVM.
 */
final class OutputCounts {
  private static final Map<String, OutputCounts> ALL = new ConcurrentHashMap<>();
  private static final long POLL_EVERY_MILLIS = 20;

  private final LongAdder accepted = new LongAdder();
  private final LongAdder rejected = new LongAdder();

  private OutputCounts() {}

  static OutputCounts of(String job) {
    return ALL.computeIfAbsent(job, j -> new OutputCounts());
  }

  static void forget(String job) {
    ALL.remove(job);
  }

  void accept() {
    accepted.increment();
  }

  void reject() {
    rejected.increment();
  }

  long accepted() {
    return accepted.sum();
  }

  long rejected() {
    return rejected.sum();
  }

  /**
   * Waits until this many events have been accepted; returns when that was, by {@link
   * System#nanoTime}.
   *
   * @param longestPause how long no event may be accepted
   * @throws TimeoutException if no event was accepted for longer
   */
  long awaitAccepted(long count, Duration longestPause)
      throws InterruptedException, TimeoutException {
    long before = accepted();
    long changed = System.nanoTime();
    while (true) {
      long now = accepted();
      if (now >= count) {
        return System.nanoTime();
      }
      if (now != before) {
        before = now;
        changed = System.nanoTime();
      } else if (System.nanoTime() - changed > longestPause.toNanos()) {
        throw new TimeoutException(
            "No event was accepted for %d s: %,d events were accepted, expected %,d."
                .formatted(longestPause.toSeconds(), now, count));
      }
      Thread.sleep(POLL_EVERY_MILLIS);
    }
  }
}
