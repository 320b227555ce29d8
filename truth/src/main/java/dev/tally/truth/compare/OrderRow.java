package dev.tally.truth.compare;

import java.util.Map;

/**
 * One revision of an attributed order.
 *
 * @param recordUuid the record UUID in text form
 * @param revision the highest revision of a record UUID is the valid one
 * @param values values by column; columns that the record does not have are absent
 */
public record OrderRow(String recordUuid, long revision, Map<OrderColumn, String> values) {
  String orderId() {
    return value(OrderColumn.ORDER_ID);
  }

  String value(OrderColumn column) {
    return values.getOrDefault(column, "");
  }
}
