package dev.tally.transforms.attribute;

import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.OrderProgress;
import dev.tally.transforms.model.Touch;
import java.util.List;

/**
 * An order that is due, with those touches of its user and store that may earn it under some
 * campaign.
 *
 * @param order what its records say together
 * @param recordsBeyondFirst how many of its records were accepted after the first
 */
record OrderTouches(Order order, int recordsBeyondFirst, Candidates candidates) {
  List<Touch> touches() {
    return candidates.touches();
  }

  OrderProgress progress() {
    return new OrderProgress(order.getOrderTime(), order.isClosed(), recordsBeyondFirst);
  }
}
