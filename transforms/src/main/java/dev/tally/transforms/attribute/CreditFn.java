package dev.tally.transforms.attribute;

import dev.tally.transforms.model.AttributedOrder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.TupleTag;

/**
 * Credits an order, or routes it to the orders that wait because this worker does not know all of
 * their campaigns yet.
 */
final class CreditFn extends DoFn<OrderTouches, AttributedOrder> {
  private static final long serialVersionUID = 1L;

  private final Counter attributed = Metrics.counter(AttributeOrders.class, "orders_attributed");
  private final AttributionRules rules;
  private final TupleTag<OrderTouches> early;

  CreditFn(AttributionRules rules, TupleTag<OrderTouches> early) {
    this.rules = rules;
    this.early = early;
  }

  @ProcessElement
  public void process(
      @Element OrderTouches due,
      @SideInput(CampaignViews.SNAPSHOT) CampaignSnapshot snapshot,
      @SideInput(CampaignViews.CHANGES) CampaignChanges changes,
      OutputReceiver<AttributedOrder> out,
      MultiOutputReceiver all) {
    Campaigns campaigns = Campaigns.of(snapshot, changes);
    if (campaigns.covers(due.order().getOrderTime())) {
      attributed.inc();
      out.output(rules.attribute(due, campaigns));
    } else {
      all.get(early).output(due);
    }
  }
}
