package dev.tally.transforms.attribute;

import static com.google.common.base.Preconditions.checkArgument;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AttributedOrder;
import dev.tally.transforms.model.AttributedOrderCoder;
import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.Touch;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Credits every order to the touches that earned it, see {@link AttributionRules}, and corrects it
 * when the truth changes.
 *
 * <p>Input: cleansed orders and their cancellations; clean ad events, each once; the campaigns. In
 * the global window.
 *
 * <p>Output: each order once the watermark is beyond its time, credited or not; again, with a
 * higher revision, when a touch arrives that changes its credit, or when it is cancelled. Copies of
 * an order give nothing.
 *
 * <p>State: per user and store, the touches that can still win (some 65 bytes each, and 250 for the
 * user and store) and the orders of the last {@code maxEventAge}.
 *
 * <p>Errors: none for any order; see {@link WaitForCampaigns} for campaigns that are not to be had.
 *
 * <p>Limits: copies of an order that name different users or stores are attributed each for itself,
 * under one record UUID; the highest revision wins. Two touches of one type, time and fingerprint
 * (1 in 4,096) have one revision: the one that was credited first stays (ADR 0011).
 */
public final class AttributeOrders
    extends PTransform<PCollection<Order>, PCollection<AttributedOrder>> {
  private static final long serialVersionUID = 1L;

  /** The tag of the side input. */
  static final String CAMPAIGNS = "campaigns";

  private static final Coder<KV<KV<String, String>, Arrival>> ARRIVALS =
      KvCoder.of(KvCoder.of(StringUtf8Coder.of(), StringUtf8Coder.of()), ArrivalCoder.of());

  private final AttributionRules rules;
  private final transient PCollection<AdEvent> touches;
  private final transient PCollectionView<Campaigns> campaigns;

  private AttributeOrders(
      AttributionRules rules, PCollection<AdEvent> touches, PCollectionView<Campaigns> campaigns) {
    this.rules = rules;
    this.touches = touches;
    this.campaigns = campaigns;
  }

  /** Attributes orders to these touches by these rules. */
  public static AttributeOrders to(
      PCollection<AdEvent> touches, PCollectionView<Campaigns> campaigns, AttributionRules rules) {
    checkArgument(
        touches.getWindowingStrategy().getWindowFn() instanceof GlobalWindows,
        "AttributeOrders remembers touches across windows: apply it before any Window.into");
    return new AttributeOrders(rules, touches, campaigns);
  }

  @Override
  public PCollection<AttributedOrder> expand(PCollection<Order> orders) {
    TupleTag<AttributedOrder> credited = new TupleTag<>("credited");
    TupleTag<OrderTouches> early = new TupleTag<>("early");
    PCollectionTuple routed =
        PCollectionList.of(
                touches.apply("KeyTouches", ParDo.of(new KeyTouchFn())).setCoder(ARRIVALS))
            .and(orders.apply("KeyOrders", ParDo.of(new KeyOrderFn())).setCoder(ARRIVALS))
            .apply("Arrivals", Flatten.pCollections())
            .apply("HoldOrders", ParDo.of(new HoldOrdersFn(rules)))
            .setCoder(OrderTouchesCoder.of())
            .apply(
                "Credit",
                ParDo.of(new CreditFn(rules, early))
                    .withSideInput(CAMPAIGNS, campaigns)
                    .withOutputTags(credited, TupleTagList.of(early)));
    PCollection<AttributedOrder> waited =
        routed
            .get(early)
            .setCoder(OrderTouchesCoder.of())
            .apply("WaitForCampaigns", new WaitForCampaigns(rules, campaigns));
    return PCollectionList.of(routed.get(credited).setCoder(AttributedOrderCoder.of()))
        .and(waited)
        .apply("Credited", Flatten.pCollections());
  }

  private static final class KeyTouchFn extends DoFn<AdEvent, KV<KV<String, String>, Arrival>> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(
        @Element AdEvent event, OutputReceiver<KV<KV<String, String>, Arrival>> out) {
      out.output(
          KV.of(
              KV.of(event.getUserId(), event.getStoreId()), new Arrival.OfTouch(Touch.of(event))));
    }
  }

  private static final class KeyOrderFn extends DoFn<Order, KV<KV<String, String>, Arrival>> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element Order order, OutputReceiver<KV<KV<String, String>, Arrival>> out) {
      out.output(KV.of(KV.of(order.getUserId(), order.getStoreId()), new Arrival.OfOrder(order)));
    }
  }
}
