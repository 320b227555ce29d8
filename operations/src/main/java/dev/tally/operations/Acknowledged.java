package dev.tally.operations;

import java.util.TreeMap;

/**
 * Tracks the line of a file up to which Kafka has acknowledged all lines. Acknowledgements may
 * arrive out of order. Thread-safe: the sending thread and the producer's thread use it.
 *
 * <p>State: the lines that were sent and are not acknowledged yet; the producer's buffer bounds
 * their number.
 */
final class Acknowledged {
  private final TreeMap<Long, Boolean> open = new TreeMap<>();
  private long upTo;
  private long sent;

  /** Records that a line was handed to the producer; lines must be passed in order. */
  synchronized void sending(long line) {
    open.put(line, false);
    sent++;
  }

  /**
   * Records that a line is not sent. This has no effect while earlier lines are not acknowledged.
   */
  synchronized void skipped(long line) {
    if (open.isEmpty()) {
      upTo = Math.max(upTo, line);
    }
  }

  synchronized void acknowledged(long line) {
    open.put(line, true);
    while (!open.isEmpty() && open.firstEntry().getValue()) {
      upTo = open.pollFirstEntry().getKey();
    }
  }

  /** Returns the last line up to which every line was acknowledged or skipped. */
  synchronized long upTo() {
    return upTo;
  }

  /** Returns true if every line that was sent is acknowledged. */
  synchronized boolean complete() {
    return open.isEmpty();
  }

  /** Returns the number of lines handed to the producer. */
  synchronized long sent() {
    return sent;
  }
}
