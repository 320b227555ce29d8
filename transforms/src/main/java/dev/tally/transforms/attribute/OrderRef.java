package dev.tally.transforms.attribute;

import java.util.Comparator;
import java.util.function.Predicate;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * An {@code OrderRef} refers to an order in the list of orders of a key, which is sorted by stage
 * and time.
 */
record OrderRef(KeptOrder.Stage stage, Instant time, String orderId) {
  static final BlockOrder<OrderRef> ORDER = new ByStage();

  private static final Duration MILLISECOND = Duration.millis(1);

  static OrderRef of(KeptOrder kept) {
    return new OrderRef(kept.stage(), kept.time(), kept.orderId());
  }

  /** Returns a predicate that matches all references before those of this stage and time. */
  static Predicate<OrderRef> isBefore(KeptOrder.Stage stage, Instant time) {
    return ref ->
        ref.stage() == stage ? ref.time().isBefore(time) : ref.stage().compareTo(stage) < 0;
  }

  /**
   * Returns a predicate that matches all references up to and including those of this stage and
   * time.
   */
  static Predicate<OrderRef> isUpTo(KeptOrder.Stage stage, Instant time) {
    return isBefore(stage, time.plus(MILLISECOND));
  }

  private static final class ByStage implements BlockOrder<OrderRef> {
    private static final Comparator<OrderRef> ORDER =
        Comparator.comparing(OrderRef::stage)
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
