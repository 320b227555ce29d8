package dev.tally.transforms.attribute;

import dev.tally.transforms.model.AttributedOrder;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Credits orders that had to wait, when there is a knock and their campaigns are known. */
final class CreditWaitingFn extends DoFn<KV<Integer, @Nullable OrderTouches>, AttributedOrder> {
  private static final long serialVersionUID = 1L;

  /** Per shard: the orders that wait, as long as they do. */
  private static final String WAITING = "waiting";

  /**
   * Per shard: the knocks since the last order that waited was credited, absent when none waits.
   */
  private static final String KNOCKS = "knocks";

  /** Per shard, event time: the end of the input; it holds no watermark. */
  private static final String END = "end";

  private final Counter attributed = Metrics.counter(AttributeOrders.class, "orders_attributed");
  private final Counter waited = Metrics.counter(AttributeOrders.class, "orders_before_campaigns");

  @StateId(WAITING)
  private final StateSpec<BagState<OrderTouches>> waitingSpec =
      StateSpecs.bag(OrderTouchesCoder.of());

  @StateId(KNOCKS)
  private final StateSpec<ValueState<Integer>> knocksSpec = StateSpecs.value(VarIntCoder.of());

  @TimerId(END)
  private final TimerSpec endSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final AttributionRules rules;

  CreditWaitingFn(AttributionRules rules) {
    this.rules = rules;
  }

  /** An order is given out with its own time, which the knock that frees it is long after. */
  @Override
  @Deprecated
  @SuppressWarnings("InlineMeSuggester")
  public Duration getAllowedTimestampSkew() {
    return Duration.millis(Long.MAX_VALUE);
  }

  @ProcessElement
  public void process(
      @Element KV<Integer, @Nullable OrderTouches> early,
      @SideInput(AttributeOrders.CAMPAIGNS) Campaigns campaigns,
      @StateId(WAITING) BagState<OrderTouches> waiting,
      @StateId(KNOCKS) ValueState<Integer> knocks,
      @TimerId(END) Timer end,
      OutputReceiver<AttributedOrder> out) {
    OrderTouches due = early.getValue();
    if (due != null) {
      waited.inc();
      waiting.add(due);
      end.withNoOutputTimestamp().set(GlobalWindow.INSTANCE.maxTimestamp());
    } else {
      lookAgain(campaigns, waiting, knocks, out);
    }
  }

  /** Nothing may be lost in silence where the input ends, as in a bounded run. */
  @OnTimer(END)
  public void end(@StateId(WAITING) BagState<OrderTouches> waiting) {
    List<OrderTouches> all = all(waiting);
    if (!all.isEmpty()) {
      throw new IllegalStateException(
          "The input ended while %d orders waited for the campaigns of their time: run it again."
              .formatted(all.size()));
    }
  }

  private void lookAgain(
      Campaigns campaigns,
      BagState<OrderTouches> waiting,
      ValueState<Integer> knocks,
      OutputReceiver<AttributedOrder> out) {
    List<OrderTouches> all = all(waiting);
    if (all.isEmpty()) {
      return;
    }
    List<OrderTouches> still = all.stream().filter(o -> !isKnown(o, campaigns)).toList();
    all.stream().filter(o -> isKnown(o, campaigns)).forEach(o -> credit(o, campaigns, out));
    if (still.size() < all.size()) {
      waiting.clear();
      still.forEach(waiting::add);
      knocks.clear();
    } else {
      countKnock(knocks, still, campaigns);
    }
  }

  private void credit(OrderTouches due, Campaigns campaigns, OutputReceiver<AttributedOrder> out) {
    attributed.inc();
    out.outputWithTimestamp(rules.attribute(due, campaigns), due.order().getOrderTime());
  }

  private static List<OrderTouches> all(BagState<OrderTouches> waiting) {
    return StreamSupport.stream(waiting.read().spliterator(), false).toList();
  }

  private static boolean isKnown(OrderTouches due, Campaigns campaigns) {
    return campaigns.covers(due.order().getOrderTime());
  }

  private static void countKnock(
      ValueState<Integer> knocks, List<OrderTouches> still, Campaigns campaigns) {
    Integer before = knocks.read();
    int now = before == null ? 1 : before + 1;
    if (now < WaitForCampaigns.MAX_KNOCKS) {
      knocks.write(now);
      return;
    }
    Instant first =
        still.stream().map(o -> o.order().getOrderTime()).min(Instant::compareTo).orElseThrow();
    throw new IllegalStateException(
        ("%d orders, the first of %s, have waited %d s for the campaigns of their time, which are"
                + " known until %s only: see whether the topic of campaigns can be read, and whether"
                + " its watermark moves (./tally status).")
            .formatted(
                still.size(),
                first,
                WaitForCampaigns.KNOCK_EVERY.getStandardSeconds() * now,
                campaigns.knownUntil()));
  }
}
