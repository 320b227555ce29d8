package dev.tally.bench;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The credits that a run has emitted so far, each order with its highest revision. The run is done
 * when they equal the credits of the oracle, {@link TrafficTruth}.
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

  /** Called with each record that the job emits. */
  synchronized void add(String orderId, Credited credited) {
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
   * Waits until the credits of all orders are right; returns when that was, by {@link
   * System#nanoTime}.
   *
   * @throws TimeoutException with the differences
   */
  long await(long seconds) throws InterruptedException, TimeoutException {
    if (!done.await(seconds, TimeUnit.SECONDS)) {
      throw new TimeoutException("Not done after %d s: %s".formatted(seconds, differences()));
    }
    synchronized (this) {
      return doneAt;
    }
  }

  /** Returns true if the credits equal the oracle's credits. */
  synchronized boolean isTrue() {
    return found.equals(truth);
  }

  /** Returns the number of records emitted, including corrections. */
  synchronized long records() {
    return records;
  }

  synchronized String differences() {
    return isTrue()
        ? "each order as in the oracle"
        : "WRONG: of %,d orders %,d were emitted, %,d of them as in the oracle; different: %s"
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
