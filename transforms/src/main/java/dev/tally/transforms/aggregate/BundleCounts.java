package dev.tally.transforms.aggregate;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.joda.time.Instant;

/** The counts of the events of one bundle, by key and minute, up to a number of them. */
final class BundleCounts {
  /** One ad in the minute that ends with this instant. */
  record Slot(MetricKey key, Instant end) {}

  private final Map<Slot, Counts> counts = new HashMap<>();
  private final int limit;

  BundleCounts(int limit) {
    this.limit = limit;
  }

  /** Adds counts, or gives false when they would need a new slot and all are taken. */
  boolean add(Slot slot, Counts more) {
    if (counts.size() >= limit && !counts.containsKey(slot)) {
      return false;
    }
    counts.merge(slot, more, Counts::plus);
    return true;
  }

  /** Hands over what was added, and starts again with nothing. */
  void drainTo(BiConsumer<Slot, Counts> consumer) {
    counts.forEach(consumer);
    counts.clear();
  }
}
