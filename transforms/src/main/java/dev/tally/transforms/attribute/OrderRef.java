package dev.tally.transforms.attribute;

import java.util.Comparator;
import java.util.function.Predicate;
import org.joda.time.Duration;
import org.joda.time.Instant;

/** An order of a key in the list of its orders, which is sorted by stage and time. */
record OrderRef(KeptOrder.Stage stage, Instant time, String orderId) {
  static final BlockOrder<OrderRef> ORDER = new ByStage();

  private static final Duration MILLISECOND = Duration.millis(1);

  static OrderRef of(KeptOrder kept) {
    return new OrderRef(kept.stage(), kept.time(), kept.orderId());
  }

  /** Passes for all references before those of this stage and time. */
  static Predicate<OrderRef> isBefore(KeptOrder.Stage stage, Instant time) {
    return ref ->
        ref.stage() == stage ? ref.time().isBefore(time) : ref.stage().compareTo(stage) < 0;
  }

  /** Passes for all references up to those of this stage and time. */
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
