package dev.tally.transforms.attribute;

import static com.google.common.base.Preconditions.checkArgument;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AttributedOrder;
import dev.tally.transforms.model.AttributedOrderCoder;
import dev.tally.transforms.model.BlockCoder;
import dev.tally.transforms.model.BucketCoder;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.DeadLetterCoder;
import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.PlaceholderIds;
import dev.tally.transforms.model.Received;
import dev.tally.transforms.model.Touch;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithFailures;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Credits every order to the touches that earned it, by {@link AttributionRules}, and corrects the
 * result when a later record or touch changes it.
 *
 * <p>Input, in the global window: cleansed records of orders, each with the Kafka record that it
 * came in; clean ad events, each once; the campaigns.
 *
 * <p>Output: each order when the watermark has passed its time, credited or not. It is emitted
 * again, with a higher revision, when a touch changes its credit or a record changes its amount or
 * status. Copies are dropped. An order of a user whose id is a placeholder is emitted without
 * credit.
 *
 * <p>State: per user and store, the touches that can still earn credit, about 65 bytes each: of the
 * last {@code maxEventAge} at most 50,000 per clock hour, of the time before at most {@code
 * maxTouches} of each type. Also per user and store, the orders of the last {@code maxRefundAge}:
 * about 250 bytes each, plus the touches that are considered for them. Touches and references to
 * orders are stored in blocks of at most 128, so that one element reads only the blocks that it
 * needs. The users and stores are divided into 256 buckets, each with two timers; see {@link
 * HoldOrdersFn}.
 *
 * <p>Errors: a record that contradicts one that was accepted before becomes a dead letter; see
 * {@link WaitForCampaigns} for campaigns that are not known in time.
 *
 * <p>Limits: if records with one order id name different users or stores, the records of each user
 * and store are attributed as an order of their own. These orders have the same record UUID, and
 * the highest revision wins. Two touches with the same type, time and fingerprint result in the
 * same revision: if one of them arrives after the order was emitted, both records are written with
 * that revision, and which of them a reader keeps depends on the reader (ADR 0011). Of the pairs
 * with the same type and time, one in 4,096 has the same fingerprint.
 */
public final class AttributeOrders
    extends PTransform<
        PCollection<Received<Order>>,
        WithFailures.Result<PCollection<AttributedOrder>, DeadLetter>> {
  private static final long serialVersionUID = 1L;

  private static final Coder<KV<Integer, List<KeyedArrival>>> ARRIVALS =
      KvCoder.of(BucketCoder.of(UserStore.BUCKETS), BlockCoder.of(KeyedArrivalCoder.of()));

  private final AttributionRules rules;
  private final transient PCollection<AdEvent> touches;
  private final transient CampaignViews campaigns;

  private final PlaceholderIds placeholders;

  private AttributeOrders(
      AttributionRules rules,
      PlaceholderIds placeholders,
      PCollection<AdEvent> touches,
      CampaignViews campaigns) {
    this.rules = rules;
    this.placeholders = placeholders;
    this.touches = touches;
    this.campaigns = campaigns;
  }

  /** Attributes orders to these touches by these rules, with the standard placeholder ids. */
  public static AttributeOrders to(
      PCollection<AdEvent> touches, CampaignViews campaigns, AttributionRules rules) {
    checkArgument(
        touches.getWindowingStrategy().getWindowFn() instanceof GlobalWindows,
        "AttributeOrders remembers touches across windows: apply it before any Window.into");
    return new AttributeOrders(rules, PlaceholderIds.standard(), touches, campaigns);
  }

  /**
   * Sets the user ids that identify no user: their touches are dropped, and their orders are not
   * credited.
   */
  public AttributeOrders withPlaceholders(PlaceholderIds ids) {
    return new AttributeOrders(rules, ids, touches, campaigns);
  }

  @Override
  public WithFailures.Result<PCollection<AttributedOrder>, DeadLetter> expand(
      PCollection<Received<Order>> orders) {
    TupleTag<OrderTouches> due = new TupleTag<>("due");
    TupleTag<DeadLetter> refused = new TupleTag<>("refused");
    PCollectionTuple held =
        PCollectionList.of(
                touches
                    .apply("KeyTouches", ParDo.of(new KeyTouchFn(placeholders)))
                    .setCoder(ARRIVALS))
            .and(
                orders
                    .apply("KeyOrders", ParDo.of(new KeyOrderFn(placeholders)))
                    .setCoder(ARRIVALS))
            .apply("Arrivals", Flatten.pCollections())
            .apply(
                "HoldOrders",
                ParDo.of(new HoldOrdersFn(rules, due, refused))
                    .withOutputTags(due, TupleTagList.of(refused)));
    held.get(refused).setCoder(DeadLetterCoder.of());
    PCollection<AttributedOrder> credited = credit(held.get(due).setCoder(OrderTouchesCoder.of()));
    return WithFailures.Result.of(credited, held.get(refused));
  }

  private PCollection<AttributedOrder> credit(PCollection<OrderTouches> due) {
    TupleTag<AttributedOrder> credited = new TupleTag<>("credited");
    TupleTag<OrderTouches> early = new TupleTag<>("early");
    PCollectionTuple routed =
        due.apply(
            "Credit",
            ParDo.of(new CreditFn(rules, early))
                .withSideInputs(campaigns.sideInputs())
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

  /** Groups what {@link #arrival} returns by bucket; each element is dropped or has one key. */
  private abstract static class KeyFn<T> extends DoFn<T, KV<Integer, List<KeyedArrival>>> {
    private static final long serialVersionUID = 1L;
    private transient ArrivalBlocks blocks = new ArrivalBlocks();

    /** Returns an element with its key; null if it is dropped. */
    abstract @Nullable KeyedArrival arrival(T element);

    /** Returns no limit: a block has the earliest timestamp of its arrivals. */
    @Override
    @Deprecated
    @SuppressWarnings("InlineMeSuggester")
    public Duration getAllowedTimestampSkew() {
      return Duration.millis(Long.MAX_VALUE);
    }

    @StartBundle
    public void start() {
      blocks = new ArrivalBlocks();
    }

    @ProcessElement
    public void process(
        @Element T element,
        @Timestamp Instant timestamp,
        OutputReceiver<KV<Integer, List<KeyedArrival>>> out) {
      KeyedArrival arrival = arrival(element);
      if (arrival != null) {
        blocks.add(arrival, timestamp);
        if (blocks.areFull()) {
          blocks.emit((bucket, block, time) -> out.outputWithTimestamp(KV.of(bucket, block), time));
        }
      }
    }

    @FinishBundle
    public void finish(FinishBundleContext context) {
      blocks.emit(
          (bucket, block, time) ->
              context.output(KV.of(bucket, block), time, GlobalWindow.INSTANCE));
    }
  }

  private static final class KeyTouchFn extends KeyFn<AdEvent> {
    private static final long serialVersionUID = 1L;
    private final Counter dropped =
        Metrics.counter(AttributeOrders.class, "touches_of_placeholder_users");
    private final PlaceholderIds placeholders;

    KeyTouchFn(PlaceholderIds placeholders) {
      this.placeholders = placeholders;
    }

    @Override
    @Nullable KeyedArrival arrival(AdEvent event) {
      if (placeholders.contains(event.getUserId())) {
        dropped.inc();
        return null;
      }
      UserStore key = new UserStore(event.getUserId(), event.getStoreId());
      return new KeyedArrival(key, new Arrival.OfTouch(Touch.of(event)));
    }
  }

  private static final class KeyOrderFn extends KeyFn<Received<Order>> {
    private static final long serialVersionUID = 1L;

    /** The prefix of the keys of orders without a user. No user id contains a control character. */
    private static final String NO_USER = "\u0000";

    private final Counter withoutUser =
        Metrics.counter(AttributeOrders.class, "orders_of_placeholder_users");
    private final PlaceholderIds placeholders;

    KeyOrderFn(PlaceholderIds placeholders) {
      this.placeholders = placeholders;
    }

    @Override
    KeyedArrival arrival(Received<Order> received) {
      Order order = received.getValue();
      String user = order.getUserId();
      if (placeholders.contains(user)) {
        withoutUser.inc();
        user = NO_USER + order.getOrderId(); // Each order has a key of its own, without touches.
      }
      return new KeyedArrival(
          new UserStore(user, order.getStoreId()), new Arrival.OfOrder(received));
    }
  }
}
