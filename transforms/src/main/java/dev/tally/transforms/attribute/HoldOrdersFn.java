package dev.tally.transforms.attribute;

import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.DeadLetterCounters;
import dev.tally.transforms.model.EarliestTimer;
import dev.tally.transforms.model.Touch;
import java.util.List;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TupleTag;
import org.jspecify.annotations.Nullable;

/**
 * Holds an order until the watermark has passed its time, and then emits it with the touches that
 * may earn credit for it, again after each change. {@link HoldRule} makes the decisions.
 */
final class HoldOrdersFn extends DoFn<KV<KV<String, String>, Arrival>, OrderTouches> {
  private static final long serialVersionUID = 1L;

  /**
   * Per user and store: one {@link AttributionHead}, about 65 bytes per touch up to 128 touches,
   * and about 80 bytes per block beyond, as long as anything is held. {@link #SWEEP} shortens it.
   */
  private static final String HEAD = "head";

  /**
   * Per user and store with more than one block of touches: the blocks by id, each with at most 128
   * touches, for as long as the head lists them.
   */
  private static final String TOUCH_BLOCKS = "touch-blocks";

  /**
   * Per user and store: the number of forgotten touches of each hour, until the watermark is {@code
   * maxEventAge} plus the window of their type after the hour. Only used by the models other than
   * last touch. {@link #SWEEP} removes hours.
   */
  private static final String FORGOTTEN = "forgotten";

  /**
   * Per user and store: each order with its records, until the watermark is {@code maxRefundAge}
   * after the latest order time in them; {@link #SWEEP} removes it.
   */
  private static final String ORDERS = "orders";

  /**
   * Per user and store with more than one block of references to orders: the blocks by id, each
   * with at most 128 references. Each order has one reference.
   */
  private static final String ORDER_BLOCKS = "order-blocks";

  /**
   * Per user and store, event time: when the next order is due, or when late touches are reviewed.
   * It holds the watermark at that time.
   */
  private static final String DUE = "due";

  /**
   * Per user and store, event time: when state can be forgotten. It does not hold the watermark.
   */
  private static final String SWEEP = "sweep";

  private final Counter duplicates = Metrics.counter(AttributeOrders.class, "duplicates_dropped");
  private final Counter reviewed = Metrics.counter(AttributeOrders.class, "orders_reviewed");
  private final Counter leftOut = Metrics.counter(AttributeOrders.class, "touches_left_out");
  private final Counter swept = Metrics.counter(AttributeOrders.class, "touches_forgotten");
  private final DeadLetterCounters letters = DeadLetterCounters.of(AttributeOrders.class);

  @StateId(HEAD)
  private final StateSpec<ValueState<AttributionHead>> headSpec =
      StateSpecs.value(AttributionHeadCoder.of());

  @StateId(TOUCH_BLOCKS)
  private final StateSpec<MapState<Integer, List<Touch>>> touchBlocksSpec =
      StateSpecs.map(VarIntCoder.of(), BlockCoder.ofTouches());

  @StateId(FORGOTTEN)
  private final StateSpec<ValueState<HourCounts>> forgottenSpec =
      StateSpecs.value(HourCountsCoder.of());

  @StateId(ORDERS)
  private final StateSpec<MapState<String, KeptOrder>> ordersSpec =
      StateSpecs.map(StringUtf8Coder.of(), KeptOrderCoder.of());

  @StateId(ORDER_BLOCKS)
  private final StateSpec<MapState<Integer, List<OrderRef>>> orderBlocksSpec =
      StateSpecs.map(VarIntCoder.of(), BlockCoder.ofRefs());

  @TimerId(DUE)
  private final TimerSpec dueSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  @TimerId(SWEEP)
  private final TimerSpec sweepSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final AttributionRules rules;
  private final TupleTag<DeadLetter> refused;

  HoldOrdersFn(AttributionRules rules, TupleTag<DeadLetter> refused) {
    this.rules = rules;
    this.refused = refused;
  }

  @ProcessElement
  public void process(
      @Element KV<KV<String, String>, Arrival> keyed,
      @StateId(HEAD) ValueState<AttributionHead> head,
      @StateId(TOUCH_BLOCKS) MapState<Integer, List<Touch>> touchBlocks,
      @StateId(FORGOTTEN) ValueState<HourCounts> forgotten,
      @StateId(ORDERS) MapState<String, KeptOrder> orders,
      @StateId(ORDER_BLOCKS) MapState<Integer, List<OrderRef>> orderBlocks,
      @TimerId(DUE) Timer due,
      @TimerId(SWEEP) Timer sweep,
      OutputReceiver<OrderTouches> out,
      MultiOutputReceiver all) {
    BeamAttributionState cells =
        new BeamAttributionState(head, touchBlocks, forgotten, orders, orderBlocks);
    HoldRule.Change change = rule(cells, due).arrive(keyed.getValue());
    change.emitted().forEach(out::output);
    if (change.copies() > 0) {
      duplicates.inc(change.copies());
    }
    reject(change.rejected(), all);
    new EarliestTimer(cells.dueAt(), due).fireBy(change.dueBy());
    new EarliestTimer(cells.sweepAt(), sweep.withNoOutputTimestamp()).fireBy(change.sweepBy());
    cells.save();
  }

  @OnTimer(DUE)
  public void due(
      @StateId(HEAD) ValueState<AttributionHead> head,
      @StateId(TOUCH_BLOCKS) MapState<Integer, List<Touch>> touchBlocks,
      @StateId(FORGOTTEN) ValueState<HourCounts> forgotten,
      @StateId(ORDERS) MapState<String, KeptOrder> orders,
      @StateId(ORDER_BLOCKS) MapState<Integer, List<OrderRef>> orderBlocks,
      @TimerId(DUE) Timer due,
      OutputReceiver<OrderTouches> out) {
    BeamAttributionState cells =
        new BeamAttributionState(head, touchBlocks, forgotten, orders, orderBlocks);
    HoldRule.Due effect = rule(cells, due).due();
    reviewed.inc(effect.reviewed());
    effect.emitted().forEach(out::output);
    new EarliestTimer(cells.dueAt(), due).next(effect.next());
    cells.save();
  }

  @OnTimer(SWEEP)
  public void sweep(
      @StateId(HEAD) ValueState<AttributionHead> head,
      @StateId(TOUCH_BLOCKS) MapState<Integer, List<Touch>> touchBlocks,
      @StateId(FORGOTTEN) ValueState<HourCounts> forgotten,
      @StateId(ORDERS) MapState<String, KeptOrder> orders,
      @StateId(ORDER_BLOCKS) MapState<Integer, List<OrderRef>> orderBlocks,
      @TimerId(SWEEP) Timer sweep) {
    BeamAttributionState cells =
        new BeamAttributionState(head, touchBlocks, forgotten, orders, orderBlocks);
    HoldRule.Swept effect = rule(cells, sweep).sweep();
    swept.inc(effect.touches());
    new EarliestTimer(cells.sweepAt(), sweep.withNoOutputTimestamp()).next(effect.next());
    cells.save();
  }

  private HoldRule rule(BeamAttributionState cells, Timer timer) {
    return new HoldRule(cells.by(rules, leftOut::inc), timer.getCurrentRelativeTime());
  }

  private void reject(@Nullable DeadLetter letter, MultiOutputReceiver all) {
    if (letter != null) {
      letters.count(letter.getReason());
      all.get(refused).output(letter);
    }
  }
}
