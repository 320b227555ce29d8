package dev.tally.transforms.attribute;

import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.Received;
import dev.tally.transforms.model.Touch;

/** An {@code Arrival} is an input of one user at one store: a touch or a record of an order. */
sealed interface Arrival {
  record OfTouch(Touch touch) implements Arrival {}

  /** A record of an order, with the Kafka record that it came in. */
  record OfOrder(Received<Order> received) implements Arrival {}
}
