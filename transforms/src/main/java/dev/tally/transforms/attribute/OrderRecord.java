package dev.tally.transforms.attribute;

import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.OrderStatus;
import java.util.Objects;

/**
 * An accepted record of an order.
 *
 * @param where it was read, for example {@code us/orders-3@1207}
 */
record OrderRecord(Order order, String where) {
  OrderStatus status() {
    return Objects.requireNonNull(OrderStatus.of(order.getStatus()));
  }

  /** Whether two records are about the same thing: one line, one refund, or the cancellation. */
  boolean isCopyOf(Order other) {
    return status() == OrderStatus.of(other.getStatus())
        && (status().isClosing() || part(order).equals(part(other)));
  }

  /** Whether a copy has the same content; it may have a broker time of its own. */
  boolean agreesWith(Order copy) {
    return copy.getAmountMicros() == order.getAmountMicros()
        && copy.getCurrency().equals(order.getCurrency())
        && copy.getOrderTime().equals(order.getOrderTime())
        && copy.getRegion().equals(order.getRegion())
        && copy.getLineId().equals(order.getLineId())
        && copy.getRefundId().equals(order.getRefundId());
  }

  /** The refund, or else the line, which have ids of their own. */
  private static String part(Order order) {
    boolean refund = OrderStatus.of(order.getStatus()) == OrderStatus.PARTIALLY_REFUNDED;
    return refund && !order.getRefundId().isEmpty()
        ? "refund " + order.getRefundId()
        : "line " + order.getLineId();
  }
}
