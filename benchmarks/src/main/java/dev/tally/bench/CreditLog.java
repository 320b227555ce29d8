package dev.tally.bench;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What a run has credited so far: of each order the highest revision. It is done when each order
 * stands as the truth has it.
 */
final class CreditLog {
  private static final Map<String, CreditLog> ALL = new ConcurrentHashMap<>();

  private static final int EXAMPLES = 5;

  private final Map<String, Credited> truth;
  private final Map<String, Credited> found = new HashMap<>();
  private final CountDownLatch done = new CountDownLatch(1);
  private long right;
  private long records;
  private long doneAt;

  private CreditLog(Map<String, Credited> truth) {
    this.truth = truth;
  }

  /** Opens the log of a run. */
  static CreditLog open(String run, Map<String, Credited> truth) {
    CreditLog log = new CreditLog(truth);
    ALL.put(run, log);
    return log;
  }

  static CreditLog of(String run) {
    return requireNonNull(ALL.get(run), run);
  }

  static void close(String run) {
    ALL.remove(run);
  }

  /** A record has come. */
  synchronized void take(String orderId, Credited credited) {
    records++;
    Credited before = found.get(orderId);
    if (before != null && before.revision() >= credited.revision()) {
      return;
    }
    found.put(orderId, credited);
    right += one(orderId, credited) - (before == null ? 0 : one(orderId, before));
    if (right == truth.size() && doneAt == 0) {
      doneAt = System.nanoTime();
      done.countDown();
    }
  }

  private int one(String orderId, Credited credited) {
    return credited.equals(truth.get(orderId)) ? 1 : 0;
  }

  /**
   * Waits until each order stands as it should; gives when that was, {@link System#nanoTime}.
   *
   * @throws TimeoutException with what is wrong
   */
  long await(long seconds) throws InterruptedException, TimeoutException {
    if (!done.await(seconds, TimeUnit.SECONDS)) {
      throw new TimeoutException("After %d s it is not done: %s".formatted(seconds, differences()));
    }
    synchronized (this) {
      return doneAt;
    }
  }

  /** True if nothing but the truth stands. */
  synchronized boolean isTrue() {
    return found.equals(truth);
  }

  /** Records that came, corrections counted. */
  synchronized long records() {
    return records;
  }

  synchronized String differences() {
    return isTrue()
        ? "each order as the oracle has it"
        : "WRONG: of %,d orders %,d came, %,d of them as the oracle has them, not %s"
            .formatted(truth.size(), found.size(), right, wrong());
  }

  private String wrong() {
    return truth.entrySet().stream()
        .filter(order -> !order.getValue().equals(found.get(order.getKey())))
        .limit(EXAMPLES)
        .map(order -> "%s: %s".formatted(order, found.get(order.getKey())))
        .toList()
        .toString();
  }
}
