package dev.tally.transforms.attribute;

import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.OrderProgress;
import dev.tally.transforms.model.Touch;
import java.util.List;

/**
 * An {@code OrderTouches} is an order that is due, with those touches of its user and store that
 * may earn credit for it under some campaign version.
 *
 * @param order the order merged from its records
 * @param recordsBeyondFirst how many records of the order were accepted after the first one
 */
record OrderTouches(Order order, int recordsBeyondFirst, Candidates candidates) {
  List<Touch> touches() {
    return candidates.touches();
  }

  OrderProgress progress() {
    return new OrderProgress(order.getOrderTime(), order.isClosed(), recordsBeyondFirst);
  }
}
