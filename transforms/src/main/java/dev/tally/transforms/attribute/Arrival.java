package dev.tally.transforms.attribute;

import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.Touch;

/** What arrives for a user at a store: a touch or an order. */
sealed interface Arrival {
  /** A touch. */
  record OfTouch(Touch touch) implements Arrival {}

  /** An order, or its cancellation. */
  record OfOrder(Order order) implements Arrival {}
}
