package dev.tally.bench;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.Order;
import java.io.Serializable;
import java.util.function.Consumer;

/** Touches and orders, each a function of its index. */
interface Arrivals extends Serializable {
  /** Gives the arrival with this index. */
  void give(long index, Consumer<AdEvent> toTouches, Consumer<Order> toOrders);
}
