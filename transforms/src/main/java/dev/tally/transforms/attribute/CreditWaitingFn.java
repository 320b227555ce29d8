package dev.tally.transforms.attribute;

import dev.tally.transforms.model.AttributedOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.coders.KvCoder;
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

  /** Per shard: the orders that wait, as long as they do, each with the knocks before it came. */
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
  private final StateSpec<BagState<KV<Integer, OrderTouches>>> waitingSpec =
      StateSpecs.bag(KvCoder.of(VarIntCoder.of(), OrderTouchesCoder.of()));

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
      @StateId(WAITING) BagState<KV<Integer, OrderTouches>> waiting,
      @StateId(KNOCKS) ValueState<Integer> knocks,
      @TimerId(END) Timer end,
      OutputReceiver<AttributedOrder> out) {
    Integer before = knocks.read();
    int knocked = before == null ? 0 : before;
    OrderTouches due = early.getValue();
    if (due != null) {
      waited.inc();
      waiting.add(KV.of(knocked, due));
      end.withNoOutputTimestamp().set(GlobalWindow.INSTANCE.maxTimestamp());
      return;
    }
    List<KV<Integer, OrderTouches>> still = creditKnown(all(waiting), campaigns, out);
    waiting.clear();
    knocks.clear();
    if (!still.isEmpty()) {
      still.forEach(waiting::add);
      knocks.write(knocked + 1);
      requireKnownSoon(knocked + 1, still, campaigns);
    }
  }

  /** Nothing may be lost in silence where the input ends, as in a bounded run. */
  @OnTimer(END)
  public void end(@StateId(WAITING) BagState<KV<Integer, OrderTouches>> waiting) {
    int count = all(waiting).size();
    if (count > 0) {
      throw new IllegalStateException(
          "The input ended while %d orders waited for the campaigns of their time: run it again."
              .formatted(count));
    }
  }

  /** Credits those whose campaigns are known, and gives the others. */
  private List<KV<Integer, OrderTouches>> creditKnown(
      List<KV<Integer, OrderTouches>> all,
      Campaigns campaigns,
      OutputReceiver<AttributedOrder> out) {
    List<KV<Integer, OrderTouches>> still = new ArrayList<>();
    for (KV<Integer, OrderTouches> waiting : all) {
      Instant orderTime = waiting.getValue().order().getOrderTime();
      if (campaigns.covers(orderTime)) {
        attributed.inc();
        out.outputWithTimestamp(rules.attribute(waiting.getValue(), campaigns), orderTime);
      } else {
        still.add(waiting);
      }
    }
    return still;
  }

  private static List<KV<Integer, OrderTouches>> all(BagState<KV<Integer, OrderTouches>> waiting) {
    return StreamSupport.stream(waiting.read().spliterator(), false).toList();
  }

  /** An order is knocked for so many times after it came, whatever becomes of the others. */
  private static void requireKnownSoon(
      int knocked, List<KV<Integer, OrderTouches>> still, Campaigns campaigns) {
    List<KV<Integer, OrderTouches>> tooLong =
        still.stream()
            .filter(waiting -> knocked - waiting.getKey() >= WaitForCampaigns.MAX_KNOCKS)
            .toList();
    if (!tooLong.isEmpty()) {
      throw new IllegalStateException(
          ("%d orders, one of them of %s, have waited %d s for the campaigns of their time, which"
                  + " are known until %s only: see whether the topic of campaigns can be read, and"
                  + " whether its watermark moves (./tally status).")
              .formatted(
                  tooLong.size(),
                  tooLong.get(0).getValue().order().getOrderTime(),
                  WaitForCampaigns.KNOCK_EVERY.getStandardSeconds() * WaitForCampaigns.MAX_KNOCKS,
                  campaigns.knownUntil()));
    }
  }
}
