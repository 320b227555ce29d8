package dev.tally.operate;

import java.util.TreeMap;

/**
 * Which lines of a file Kafka has acknowledged: all up to a line. Later ones may be acknowledged
 * earlier. Used by the sending thread and the producer's.
 *
 * <p>State: the lines that are sent and not acknowledged, which the producer's buffer bounds.
 */
final class Acknowledged {
  private final TreeMap<Long, Boolean> open = new TreeMap<>();
  private long upTo;
  private long sent;

  /** A line was handed to the producer; lines come in order. */
  synchronized void sending(long line) {
    open.put(line, false);
    sent++;
  }

  /** Lines up to this one need not be sent. */
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

  /** Every line up to this one is in the topic. */
  synchronized long upTo() {
    return upTo;
  }

  /** True if every line that was sent is acknowledged. */
  synchronized boolean complete() {
    return open.isEmpty();
  }

  /** How many lines were handed to the producer. */
  synchronized long sent() {
    return sent;
  }
}
