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
  /** By each line that is not acknowledged: the last line before it that was sent or skipped. */
  private final TreeMap<Long, Long> open = new TreeMap<>();

  private long last;
  private long sent;

  /** Records that a line was handed to the producer; lines must be passed in order. */
  synchronized void sending(long line) {
    open.put(line, last);
    last = line;
    sent++;
  }

  /** Records that a line is not sent; lines must be passed in order. */
  synchronized void skipped(long line) {
    last = line;
  }

  synchronized void acknowledged(long line) {
    open.remove(line);
  }

  /**
   * Returns the last line before the first one that is not acknowledged: it and every earlier line
   * was acknowledged or skipped. Returns 0 if there is none.
   */
  synchronized long upTo() {
    return open.isEmpty() ? last : open.firstEntry().getValue();
  }

  /** Returns the number of lines that were sent and are not acknowledged. */
  synchronized int unacknowledged() {
    return open.size();
  }

  /** Returns the number of lines handed to the producer. */
  synchronized long sent() {
    return sent;
  }
}
