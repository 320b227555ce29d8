package dev.tally.transforms.model;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order with the touches that it is credited to, so far. Of the records with one record UUID the
 * one with the highest revision holds, whatever the order of arrival.
 *
 * @param creditRevision how far the credit has come, see {@link #revision}
 * @param order its first copy; cancelled if any copy is
 * @param credits who earned it, earlier touches first; together {@link Credit#WHOLE}, or none
 * @param shared whether several touches may share it: it is written as a list then
 * @param details null as long as the order service has not told them
 */
public record AttributedOrder(
    long creditRevision,
    Order order,
    List<Credit> credits,
    boolean shared,
    @Nullable OrderDetails details) {

  /** The record's id: of the order id alone, so that one order is one record. */
  public UUID recordUuid() {
    return RecordUuid.ofAttributedOrder(order.getOrderId());
  }

  /** How far the record has come: its credit first, then its details. */
  public long revision() {
    return Revision.withDetails(creditRevision, details != null);
  }

  public AttributedOrder withDetails(@Nullable OrderDetails told) {
    return new AttributedOrder(creditRevision, order, credits, shared, told);
  }
}
