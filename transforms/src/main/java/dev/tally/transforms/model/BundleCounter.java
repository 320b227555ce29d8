package dev.tally.transforms.model;

import org.apache.beam.sdk.metrics.Counter;

/**
 * A {@code BundleCounter} adds to a counter once per bundle. An increment of a counter for each
 * element is a noticeable part of the CPU time of a step that does little else.
 *
 * <p>A function resets it when a bundle starts and calls {@link #report} when the bundle is
 * finished, so a bundle that fails counts nothing. Not thread-safe.
 */
public final class BundleCounter {
  private final Counter counter;
  private long count;

  /** Creates the count of one bundle. */
  public BundleCounter(Counter counter) {
    this.counter = counter;
  }

  public void inc() {
    count++;
  }

  /** Adds the count to the counter. */
  public void report() {
    counter.inc(count);
    count = 0;
  }
}
