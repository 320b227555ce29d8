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
 * Keeps orders whose campaigns this worker has not received yet, and credits them as soon as it has
 * received them.
 *
 * <p>Runners deliver a new value of a side input to each worker at its own time, and timers cannot
 * read side inputs. So each order is retried once a second.
 *
 * <p>Errors: {@link IllegalStateException} with what to check if an order has waited ten minutes,
 * or if the input ends while an order waits.
 */
final class WaitForCampaigns
    extends PTransform<PCollection<OrderTouches>, PCollection<AttributedOrder>> {
  private static final long serialVersionUID = 1L;
  static final Duration RETRY_INTERVAL = Duration.standardSeconds(1);
  static final int MAX_RETRIES = 600;
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
        .apply("RetryTick", ParDo.of(new RetryTickFn()))
        .setCoder(KvCoder.of(VarIntCoder.of(), NullableCoder.of(OrderTouchesCoder.of())))
        .apply(
            "CreditDeferred",
            ParDo.of(new CreditDeferredFn(rules)).withSideInputs(campaigns.sideInputs()))
        .setCoder(AttributedOrderCoder.of());
  }
}
