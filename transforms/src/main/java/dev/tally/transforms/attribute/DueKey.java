package dev.tally.transforms.attribute;

import java.util.Comparator;
import org.joda.time.Instant;

/**
 * A {@code DueKey} is a key of a bucket with the time at which its next order is due, or its late
 * touches are reviewed.
 */
record DueKey(Instant time, UserStore key) {
  static final BlockOrder<DueKey> ORDER = new ByTime();

  private static final class ByTime implements BlockOrder<DueKey> {
    private static final Comparator<DueKey> ORDER =
        Comparator.comparing(DueKey::time).thenComparing(DueKey::key, UserStore.ORDER);

    @Override
    public Comparator<DueKey> comparator() {
      return ORDER;
    }

    @Override
    public BlockFacts plus(BlockFacts facts, DueKey added) {
      return facts;
    }
  }
}
