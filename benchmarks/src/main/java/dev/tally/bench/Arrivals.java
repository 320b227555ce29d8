package dev.tally.bench;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.Order;
import java.io.Serializable;
import java.util.function.Consumer;

/** Generates touches and orders; each arrival is a function of its index. */
interface Arrivals extends Serializable {
  /** Passes the arrival with this index to one of the two consumers. */
  void emit(long index, Consumer<AdEvent> toTouches, Consumer<Order> toOrders);
}
