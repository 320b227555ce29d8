package dev.tally.transforms.model;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An {@code AttributedOrder} is an order with the touches that one attribution model currently
 * credits. Of the records with the same record UUID, the one with the highest revision wins, in
 * whatever order they arrive.
 *
 * @param creditRevision the revision of the order and its credit, without the details; see {@link
 *     #revision}
 * @param order the order merged from all its records: the amount left after refunds, and the status
 *     {@code placed}, {@code partially_refunded}, {@code refunded} or {@code cancelled}
 * @param attribution the touches that are credited, and how much of the order each one earned
 * @param details the order's details; null until the order service has returned them
 */
public record AttributedOrder(
    long creditRevision, Order order, Attribution attribution, @Nullable OrderDetails details) {

  /**
   * Returns the record UUID, which is derived from the model and the order id, so that an order has
   * one record per model.
   */
  public UUID recordUuid() {
    return RecordUuid.ofAttributedOrder(attribution.model(), order.getOrderId());
  }

  /** Returns the credited touches with their shares, earliest touch first. */
  public List<Credit> credits() {
    return attribution.credits();
  }

  /** Returns true if the record has a list of credits, as under every model but last touch. */
  public boolean shared() {
    return attribution.shared();
  }

  /**
   * Returns the revision of this record: the revision of its credit, one higher if the details are
   * present.
   */
  public long revision() {
    return Revision.withDetails(creditRevision, details != null);
  }

  public AttributedOrder withDetails(@Nullable OrderDetails details) {
    return new AttributedOrder(creditRevision, order, attribution, details);
  }
}
