package dev.tally.transforms.attribute;

import dev.tally.transforms.model.AttributedOrder;
import dev.tally.transforms.model.AttributedOrderCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;

/**
 * Keeps orders whose campaigns this worker does not know yet, and credits them when it does.
 *
 * <p>Runners bring a new value of a side input to each worker in its own time, and let no timer
 * look at it. So the orders are looked at once a second.
 *
 * <p>Errors: {@link IllegalStateException} when an order has waited ten minutes, with what to look
 * at; or when the input ends while one waits.
 */
final class WaitForCampaigns
    extends PTransform<PCollection<OrderTouches>, PCollection<AttributedOrder>> {
  private static final long serialVersionUID = 1L;
  static final Duration KNOCK_EVERY = Duration.standardSeconds(1);
  static final int MAX_KNOCKS = 600;
  private static final int SHARDS = 16;

  private final AttributionRules rules;
  private final transient CampaignViews campaigns;

  WaitForCampaigns(AttributionRules rules, CampaignViews campaigns) {
    this.rules = rules;
    this.campaigns = campaigns;
  }

  @Override
  public PCollection<AttributedOrder> expand(PCollection<OrderTouches> early) {
    return early
        .apply(
            "KeyByShard",
            WithKeys.<Integer, OrderTouches>of(
                    due -> Math.floorMod(due.order().getOrderId().hashCode(), SHARDS))
                .withKeyType(TypeDescriptors.integers()))
        .setCoder(KvCoder.of(VarIntCoder.of(), OrderTouchesCoder.of()))
        .apply("Knock", ParDo.of(new KnockFn()))
        .setCoder(KvCoder.of(VarIntCoder.of(), NullableCoder.of(OrderTouchesCoder.of())))
        .apply(
            "CreditWaiting",
            ParDo.of(new CreditWaitingFn(rules)).withSideInputs(campaigns.sideInputs()))
        .setCoder(AttributedOrderCoder.of());
  }
}
