package dev.tally.transforms.attribute;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.state.MapState;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The orders of one user at one store: a view of the key's state.
 *
 * @param byId each order
 * @param refs the same orders by stage and time
 */
record HeldOrders(MapState<String, KeptOrder> byId, SortedBlocks<OrderRef> refs) {
  @Nullable KeptOrder get(String orderId) {
    return byId.get(orderId).read();
  }

  /** Writes an order that was there before, or was not. */
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

  /** Those of a stage with a time from the first to the last, both included. */
  List<KeptOrder> between(KeptOrder.Stage stage, Instant first, Instant last) {
    List<KeptOrder> found = new ArrayList<>();
    for (OrderRef ref : refs.range(OrderRef.isBefore(stage, first), OrderRef.isUpTo(stage, last))) {
      found.add(Objects.requireNonNull(get(ref.orderId())));
    }
    return found;
  }

  /** The earliest time of an order of a stage at this time or later; null if there is none. */
  @Nullable Instant first(KeptOrder.Stage stage, Instant from) {
    OrderRef ref = refs.firstAfter(OrderRef.isBefore(stage, from));
    return ref == null || ref.stage() != stage ? null : ref.time();
  }
}
