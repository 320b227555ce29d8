package dev.tally.transforms.attribute;

import java.util.Comparator;
import java.util.function.Predicate;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * An {@code OrderRef} refers to an order in the list of orders of a key, which is sorted by phase
 * and time.
 */
record OrderRef(KeptOrder.Phase phase, Instant time, String orderId) {
  static final BlockOrder<OrderRef> ORDER = new ByPhase();

  private static final Duration MILLISECOND = Duration.millis(1);

  static OrderRef of(KeptOrder kept) {
    return new OrderRef(kept.phase(), kept.time(), kept.orderId());
  }

  /** Returns a predicate that matches all references before those of this phase and time. */
  static Predicate<OrderRef> isBefore(KeptOrder.Phase phase, Instant time) {
    return ref ->
        ref.phase() == phase ? ref.time().isBefore(time) : ref.phase().compareTo(phase) < 0;
  }

  /**
   * Returns a predicate that matches all references up to and including those of this phase and
   * time.
   */
  static Predicate<OrderRef> isUpTo(KeptOrder.Phase phase, Instant time) {
    return isBefore(phase, time.plus(MILLISECOND));
  }

  private static final class ByPhase implements BlockOrder<OrderRef> {
    private static final Comparator<OrderRef> ORDER =
        Comparator.comparing(OrderRef::phase)
            .thenComparing(OrderRef::time)
            .thenComparing(OrderRef::orderId);

    @Override
    public Comparator<OrderRef> comparator() {
      return ORDER;
    }

    @Override
    public BlockFacts plus(BlockFacts facts, OrderRef added) {
      return facts;
    }
  }
}
