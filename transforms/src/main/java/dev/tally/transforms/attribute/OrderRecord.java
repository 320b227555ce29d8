package dev.tally.transforms.attribute;

import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.OrderStatus;
import java.util.Objects;

/**
 * An {@code OrderRecord} is an accepted record of an order.
 *
 * @param where the location of the Kafka record, for example {@code us/orders-3@1207}
 */
record OrderRecord(Order order, String where) {
  OrderStatus status() {
    return Objects.requireNonNull(OrderStatus.of(order.getStatus()));
  }

  /**
   * Returns true if the other record is about the same thing: the same line, the same refund, or
   * the closing of the order.
   */
  boolean isCopyOf(Order other) {
    return status() == OrderStatus.of(other.getStatus())
        && (status().isClosing() || part(order).equals(part(other)));
  }

  /** Returns true if a copy has the same content. Its broker time may differ. */
  boolean agreesWith(Order copy) {
    return copy.getAmountMicros() == order.getAmountMicros()
        && copy.getCurrency().equals(order.getCurrency())
        && copy.getOrderTime().equals(order.getOrderTime())
        && copy.getRegion().equals(order.getRegion())
        && copy.getLineId().equals(order.getLineId())
        && copy.getRefundId().equals(order.getRefundId());
  }

  /**
   * Returns the part of the order that a record is about: the refund if the record has a refund id,
   * otherwise the line.
   */
  private static String part(Order order) {
    boolean refund = OrderStatus.of(order.getStatus()) == OrderStatus.PARTIALLY_REFUNDED;
    return refund && !order.getRefundId().isEmpty()
        ? "refund " + order.getRefundId()
        : "line " + order.getLineId();
  }
}
