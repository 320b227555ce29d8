package dev.tally.verify;

import java.util.Map;

/**
 * One revision of an attributed order.
 *
 * @param recordUuid as text
 * @param revision the highest of a record UUID holds
 * @param values by column; one that the record does not have is not there
 */
public record OrderRow(String recordUuid, long revision, Map<OrderColumn, String> values) {
  String orderId() {
    return value(OrderColumn.ORDER_ID);
  }

  String value(OrderColumn column) {
    return values.getOrDefault(column, "");
  }
}
