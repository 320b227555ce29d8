package dev.tally.transforms.aggregate;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.joda.time.Instant;

/**
 * Adds up the counts of the events of one bundle by key and minute, for a limited number of slots.
 */
final class BundleCounts {
  /** A slot: one key in the minute that ends at this instant. */
  record Slot(MetricKey key, Instant end) {}

  private final Map<Slot, Counts> counts = new HashMap<>();
  private final int limit;

  BundleCounts(int limit) {
    this.limit = limit;
  }

  /**
   * Adds counts. Returns false, and adds nothing, if they would need a new slot and the limit is
   * reached.
   */
  boolean add(Slot slot, Counts more) {
    if (counts.size() >= limit && !counts.containsKey(slot)) {
      return false;
    }
    counts.merge(slot, more, Counts::plus);
    return true;
  }

  /** Passes all sums to the consumer and clears them. */
  void drainTo(BiConsumer<Slot, Counts> consumer) {
    counts.forEach(consumer);
    counts.clear();
  }
}
