package dev.tally.transforms.model;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order with the touches that one attribution model credits so far. Of the records with one
 * record UUID the one with the highest revision holds, in any order of arrival.
 *
 * @param creditRevision how far the credit has come, see {@link #revision}
 * @param order what all its records say together: the amount left after refunds, and the status
 *     {@code placed}, {@code partially_refunded}, {@code refunded} or {@code cancelled}
 * @param attribution who earned it
 * @param details null until the order service has answered
 */
public record AttributedOrder(
    long creditRevision, Order order, Attribution attribution, @Nullable OrderDetails details) {

  /** The record's id: of the model and the order id, so that one order is one record per model. */
  public UUID recordUuid() {
    return RecordUuid.ofAttributedOrder(attribution.model(), order.getOrderId());
  }

  /** Who earned it, earlier touches first. */
  public List<Credit> credits() {
    return attribution.credits();
  }

  /** Whether several touches may share it. */
  public boolean shared() {
    return attribution.shared();
  }

  /** How far the record has come: its credit first, then its details. */
  public long revision() {
    return Revision.withDetails(creditRevision, details != null);
  }

  public AttributedOrder withDetails(@Nullable OrderDetails told) {
    return new AttributedOrder(creditRevision, order, attribution, told);
  }
}
