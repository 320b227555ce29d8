package dev.tally.transforms.attribute;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * {@code HeldOrders} are the orders of one user at one store: a view of the state of the key.
 *
 * @param byId the orders by order id
 * @param refs references to the same orders, by phase and time
 */
record HeldOrders(StateMap<String, KeptOrder> byId, SortedBlocks<OrderRef> refs) {
  @Nullable KeptOrder get(String orderId) {
    return byId.get(orderId);
  }

  boolean isEmpty() {
    return refs.entries().isEmpty();
  }

  /** Stores an order. {@code before} is its previous value; null if it is new. */
  void put(@Nullable KeptOrder before, KeptOrder after) {
    byId.put(after.orderId(), after);
    OrderRef ref = OrderRef.of(after);
    if (before == null) {
      refs.add(ref);
    } else if (!OrderRef.of(before).equals(ref)) {
      refs.remove(OrderRef.of(before));
      refs.add(ref);
    }
  }

  void remove(KeptOrder kept) {
    byId.remove(kept.orderId());
    refs.remove(OrderRef.of(kept));
  }

  /** Returns the orders of a phase whose time is from the first to the last, inclusive. */
  List<KeptOrder> between(KeptOrder.Phase phase, Instant first, Instant last) {
    List<KeptOrder> found = new ArrayList<>();
    for (OrderRef ref : refs.range(OrderRef.isBefore(phase, first), OrderRef.isUpTo(phase, last))) {
      found.add(Objects.requireNonNull(get(ref.orderId())));
    }
    return found;
  }

  /**
   * Returns the earliest time, at or after {@code from}, of an order of a phase; null if there is
   * none.
   */
  @Nullable Instant first(KeptOrder.Phase phase, Instant from) {
    OrderRef ref = refs.firstAfter(OrderRef.isBefore(phase, from));
    return ref == null || ref.phase() != phase ? null : ref.time();
  }
}
