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
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Credits waiting orders at the first retry tick at which their campaigns are known. */
final class CreditDeferredFn extends DoFn<KV<Integer, @Nullable OrderTouches>, AttributedOrder> {
  private static final long serialVersionUID = 1L;

  /** Per shard: the orders that wait, until they are credited, each with its number of retries. */
  private static final String WAITING = "waiting";

  /** Per shard, event time: the end of the input. It does not hold the watermark. */
  private static final String END = "end";

  private final Counter attributed = Metrics.counter(AttributeOrders.class, "orders_attributed");
  private final Counter waited = Metrics.counter(AttributeOrders.class, "orders_before_campaigns");

  @StateId(WAITING)
  private final StateSpec<BagState<KV<Integer, OrderTouches>>> waitingSpec =
      StateSpecs.bag(KvCoder.of(VarIntCoder.of(), OrderTouchesCoder.of()));

  @TimerId(END)
  private final TimerSpec endSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final AttributionRules rules;

  CreditDeferredFn(AttributionRules rules) {
    this.rules = rules;
  }

  /**
   * Orders are emitted with their order time, which is earlier than the timestamp of the retry
   * tick.
   */
  @Override
  @Deprecated
  @SuppressWarnings("InlineMeSuggester")
  public Duration getAllowedTimestampSkew() {
    return Duration.millis(Long.MAX_VALUE);
  }

  @ProcessElement
  public void process(
      @Element KV<Integer, @Nullable OrderTouches> early,
      @SideInput(CampaignViews.SNAPSHOT) CampaignSnapshot snapshot,
      @SideInput(CampaignViews.CHANGES) CampaignChanges changes,
      @StateId(WAITING) BagState<KV<Integer, OrderTouches>> waiting,
      @TimerId(END) Timer end,
      OutputReceiver<AttributedOrder> out) {
    OrderTouches due = early.getValue();
    if (due != null) {
      waited.inc();
      waiting.add(KV.of(0, due));
      end.withNoOutputTimestamp().set(GlobalWindow.INSTANCE.maxTimestamp());
      return;
    }
    Campaigns campaigns = Campaigns.of(snapshot, changes);
    List<KV<Integer, OrderTouches>> still = creditKnown(all(waiting), campaigns, out);
    waiting.clear();
    still.forEach(waiting::add);
    requireRetriesLeft(still, campaigns);
  }

  /** Fails if the input ends while orders wait, so that none is lost silently. */
  @OnTimer(END)
  public void end(@StateId(WAITING) BagState<KV<Integer, OrderTouches>> waiting) {
    int count = all(waiting).size();
    if (count > 0) {
      throw new IllegalStateException(
          "The input ended while %d orders waited for the campaigns of their times: rerun the job."
              .formatted(count));
    }
  }

  /** Credits the orders whose campaigns are known. Returns the others, each with one more retry. */
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
        still.add(KV.of(waiting.getKey() + 1, waiting.getValue()));
      }
    }
    return still;
  }

  private static List<KV<Integer, OrderTouches>> all(BagState<KV<Integer, OrderTouches>> waiting) {
    return StreamSupport.stream(waiting.read().spliterator(), false).toList();
  }

  /** Throws if an order has used up its retries, which are counted per order. */
  private static void requireRetriesLeft(
      List<KV<Integer, OrderTouches>> still, Campaigns campaigns) {
    List<KV<Integer, OrderTouches>> tooLong =
        still.stream().filter(waiting -> waiting.getKey() >= WaitForCampaigns.MAX_RETRIES).toList();
    if (!tooLong.isEmpty()) {
      throw new IllegalStateException(
          ("%d orders (one has the order time %s) have waited %d s for the campaigns that held at"
                  + " that time, but campaigns are known only until %s: check that the topic of"
                  + " campaigns can be read and that its watermark advances (./tally status).")
              .formatted(
                  tooLong.size(),
                  tooLong.get(0).getValue().order().getOrderTime(),
                  WaitForCampaigns.RETRY_INTERVAL.getStandardSeconds()
                      * WaitForCampaigns.MAX_RETRIES,
                  campaigns.knownUntil()));
    }
  }
}
