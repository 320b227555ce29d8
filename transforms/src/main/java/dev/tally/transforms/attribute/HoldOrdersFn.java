package dev.tally.transforms.attribute;

import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.DeadLetterCounters;
import dev.tally.transforms.model.EarliestTimer;
import dev.tally.transforms.model.Touch;
import java.util.List;
import org.apache.beam.sdk.coders.InstantCoder;
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
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Holds an order until the watermark has passed its time, and then emits it with the touches that
 * may earn credit for it, again after each change. {@link HoldRule} makes the decisions.
 */
final class HoldOrdersFn extends DoFn<KV<KV<String, String>, Arrival>, OrderTouches> {
  private static final long serialVersionUID = 1L;

  /**
   * Per user and store: the directory of the blocks of touches, see {@link TouchHistory}. {@link
   * #SWEEP} shortens it.
   */
  private static final String TOUCHES = "touches";

  /**
   * Per user and store: the blocks by id, each with at most 128 touches, for as long as the
   * directory lists them.
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
   * Per user and store: the directory of the blocks of references to orders; {@link #SWEEP}
   * shortens it.
   */
  private static final String ORDER_REFS = "order-refs";

  /**
   * Per user and store: the blocks by id, each with at most 128 references. Each order has one
   * reference.
   */
  private static final String ORDER_BLOCKS = "order-blocks";

  /**
   * Per user and store: the time range of the orders that late touches may have changed, until
   * {@link #DUE} fires.
   */
  private static final String LATE = "late";

  /** Per user and store: the time for which {@link #DUE} is set; absent if it is not set. */
  private static final String DUE_AT = "due-at";

  /** Per user and store: the time for which {@link #SWEEP} is set; absent if it is not set. */
  private static final String SWEEP_AT = "sweep-at";

  /**
   * Per user and store, event time: when the next order is due, or when the orders in {@link #LATE}
   * are attributed again. It holds the watermark at that time.
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

  @StateId(TOUCHES)
  private final StateSpec<ValueState<Directory<Touch>>> touchesSpec =
      StateSpecs.value(DirectoryCoder.ofTouches());

  @StateId(TOUCH_BLOCKS)
  private final StateSpec<MapState<Integer, List<Touch>>> touchBlocksSpec =
      StateSpecs.map(VarIntCoder.of(), BlockCoder.ofTouches());

  @StateId(FORGOTTEN)
  private final StateSpec<ValueState<HourCounts>> forgottenSpec =
      StateSpecs.value(HourCountsCoder.of());

  @StateId(ORDERS)
  private final StateSpec<MapState<String, KeptOrder>> ordersSpec =
      StateSpecs.map(StringUtf8Coder.of(), KeptOrderCoder.of());

  @StateId(ORDER_REFS)
  private final StateSpec<ValueState<Directory<OrderRef>>> orderRefsSpec =
      StateSpecs.value(DirectoryCoder.ofRefs());

  @StateId(ORDER_BLOCKS)
  private final StateSpec<MapState<Integer, List<OrderRef>>> orderBlocksSpec =
      StateSpecs.map(VarIntCoder.of(), BlockCoder.ofRefs());

  @StateId(LATE)
  private final StateSpec<ValueState<Late>> lateSpec = StateSpecs.value(LateCoder.of());

  @StateId(DUE_AT)
  private final StateSpec<ValueState<Instant>> dueAtSpec = StateSpecs.value(InstantCoder.of());

  @StateId(SWEEP_AT)
  private final StateSpec<ValueState<Instant>> sweepAtSpec = StateSpecs.value(InstantCoder.of());

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
      @StateId(TOUCHES) ValueState<Directory<Touch>> touches,
      @StateId(TOUCH_BLOCKS) MapState<Integer, List<Touch>> touchBlocks,
      @StateId(FORGOTTEN) ValueState<HourCounts> forgotten,
      @StateId(ORDERS) MapState<String, KeptOrder> orders,
      @StateId(ORDER_REFS) ValueState<Directory<OrderRef>> orderRefs,
      @StateId(ORDER_BLOCKS) MapState<Integer, List<OrderRef>> orderBlocks,
      @StateId(LATE) ValueState<Late> late,
      @StateId(DUE_AT) ValueState<Instant> dueAt,
      @StateId(SWEEP_AT) ValueState<Instant> sweepAt,
      @TimerId(DUE) Timer due,
      @TimerId(SWEEP) Timer sweep,
      OutputReceiver<OrderTouches> out,
      MultiOutputReceiver all) {
    BeamAttributionState cells =
        new BeamAttributionState(
            touches, touchBlocks, forgotten, orders, orderRefs, orderBlocks, late);
    HoldRule.Change change = rule(cells, due).arrive(keyed.getValue());
    change.emitted().forEach(out::output);
    duplicates.inc(change.copies());
    reject(change.rejected(), all);
    new EarliestTimer(dueAt, due).fireBy(change.dueBy());
    new EarliestTimer(sweepAt, sweep.withNoOutputTimestamp()).fireBy(change.sweepBy());
  }

  @OnTimer(DUE)
  public void due(
      @StateId(TOUCHES) ValueState<Directory<Touch>> touches,
      @StateId(TOUCH_BLOCKS) MapState<Integer, List<Touch>> touchBlocks,
      @StateId(FORGOTTEN) ValueState<HourCounts> forgotten,
      @StateId(ORDERS) MapState<String, KeptOrder> orders,
      @StateId(ORDER_REFS) ValueState<Directory<OrderRef>> orderRefs,
      @StateId(ORDER_BLOCKS) MapState<Integer, List<OrderRef>> orderBlocks,
      @StateId(LATE) ValueState<Late> late,
      @StateId(DUE_AT) ValueState<Instant> dueAt,
      @TimerId(DUE) Timer due,
      OutputReceiver<OrderTouches> out) {
    BeamAttributionState cells =
        new BeamAttributionState(
            touches, touchBlocks, forgotten, orders, orderRefs, orderBlocks, late);
    HoldRule.Due effect = rule(cells, due).due();
    reviewed.inc(effect.reviewed());
    effect.emitted().forEach(out::output);
    new EarliestTimer(dueAt, due).next(effect.next());
  }

  @OnTimer(SWEEP)
  public void sweep(
      @StateId(TOUCHES) ValueState<Directory<Touch>> touches,
      @StateId(TOUCH_BLOCKS) MapState<Integer, List<Touch>> touchBlocks,
      @StateId(FORGOTTEN) ValueState<HourCounts> forgotten,
      @StateId(ORDERS) MapState<String, KeptOrder> orders,
      @StateId(ORDER_REFS) ValueState<Directory<OrderRef>> orderRefs,
      @StateId(ORDER_BLOCKS) MapState<Integer, List<OrderRef>> orderBlocks,
      @StateId(LATE) ValueState<Late> late,
      @StateId(SWEEP_AT) ValueState<Instant> sweepAt,
      @TimerId(SWEEP) Timer sweep) {
    BeamAttributionState cells =
        new BeamAttributionState(
            touches, touchBlocks, forgotten, orders, orderRefs, orderBlocks, late);
    HoldRule.Swept effect = rule(cells, sweep).sweep();
    swept.inc(effect.touches());
    new EarliestTimer(sweepAt, sweep.withNoOutputTimestamp()).next(effect.next());
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
