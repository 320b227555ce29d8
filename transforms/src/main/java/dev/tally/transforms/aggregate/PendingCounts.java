package dev.tally.transforms.aggregate;

import org.joda.time.Instant;

/**
 * {@code PendingCounts} were added to a row since its last metric was emitted.
 *
 * @param due the watermark at which the next metric of the row is emitted at the latest: when its
 *     minute ends, or for late events when its minute closes
 */
record PendingCounts(Counts counts, Instant due) {
  PendingCounts plus(Counts more) {
    return new PendingCounts(counts.plus(more), due);
  }
}
