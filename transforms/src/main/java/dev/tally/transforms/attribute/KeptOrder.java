package dev.tally.transforms.attribute;

import dev.tally.transforms.model.Order;
import org.joda.time.Instant;

/**
 * An order that is remembered: its first copy, cancelled once any copy is.
 *
 * @param due whether it has been attributed: touches that arrive from now on correct it
 */
record KeptOrder(Order order, boolean due) {
  KeptOrder nowDue() {
    return new KeptOrder(order, true);
  }

  KeptOrder cancelled() {
    return new KeptOrder(order.toBuilder().setStatus(Order.CANCELLED).build(), true);
  }

  Instant time() {
    return order.getOrderTime();
  }

  /** Whether another copy says the same; a status and a broker time of its own it may have. */
  boolean agreesWith(Order copy) {
    return order.equals(
        copy.toBuilder().setStatus(order.getStatus()).setBrokerTime(order.getBrokerTime()).build());
  }
}
