package dev.tally.transforms.attribute;

import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.DeadLetterCounters;
import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.Received;
import dev.tally.transforms.model.Touch;
import dev.tally.transforms.model.Verdict;
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
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TupleTag;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Holds an order until the watermark has passed its time, and then emits it with the touches that
 * may earn it. The order is emitted again when one of its records changes it, and when late touches
 * may have changed which touch earns it. In the second case it is emitted once for all touches that
 * arrive before the watermark advances.
 */
final class HoldOrdersFn extends DoFn<KV<KV<String, String>, Arrival>, OrderTouches> {
  private static final long serialVersionUID = 1L;
  private static final String STEP = "AttributeOrders";
  private static final Duration MILLISECOND = Duration.millis(1);

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
   * Per user and store: the number of forgotten touches of each hour, for as long as the window of
   * their type. Only used by the models other than last-touch. {@link #SWEEP} removes hours.
   */
  private static final String FORGOTTEN = "forgotten";

  /**
   * Per user and store: each order with its records, until the watermark is {@code maxRefundAge}
   * after it; {@link #SWEEP} removes it.
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
   * Per user and store, event time: when the next order is due. It holds the watermark at that
   * time.
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
    TouchHistory history = history(touches, touchBlocks, forgotten);
    AttributionState state =
        new AttributionState(rules, history, orders(orders, orderRefs, orderBlocks), late);
    EarliestTimer nextDue = new EarliestTimer(dueAt, due);
    Instant happened;
    if (keyed.getValue() instanceof Arrival.OfTouch of) {
      happened = of.touch().time();
      if (state.add(of.touch())) {
        nextDue.fireBy(soon(due));
      }
    } else {
      Received<Order> received = ((Arrival.OfOrder) keyed.getValue()).received();
      happened = received.getValue().getOrderTime();
      KeptOrder kept = accepted(received, state, due.getCurrentRelativeTime(), all);
      if (kept != null && kept.phase() == KeptOrder.Phase.WAITING) {
        nextDue.fireBy(AttributionState.dueAt(kept.time()));
      } else if (kept != null) {
        state.show(kept).forEach(out::output);
      }
    }
    new EarliestTimer(sweepAt, sweep.withNoOutputTimestamp()).fireBy(rules.sweepAfter(happened));
  }

  /**
   * Emits the orders that are due: those for which no touch at their time can be on time any
   * longer.
   */
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
    TouchHistory history = history(touches, touchBlocks, forgotten);
    AttributionState state =
        new AttributionState(rules, history, orders(orders, orderRefs, orderBlocks), late);
    boolean review = late.read() != null;
    List<OrderTouches> changed = state.takeDue(due.getCurrentRelativeTime());
    reviewed.inc(review ? changed.size() : 0);
    changed.forEach(out::output);
    Instant next = state.nextWaiting();
    new EarliestTimer(dueAt, due).next(next == null ? null : AttributionState.dueAt(next));
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
    TouchHistory history = history(touches, touchBlocks, forgotten);
    AttributionState state =
        new AttributionState(rules, history, orders(orders, orderRefs, orderBlocks), late);
    Instant now = sweep.getCurrentRelativeTime();
    EarliestTimer nextSweep = new EarliestTimer(sweepAt, sweep.withNoOutputTimestamp());
    if (late.read() != null) { // Its orders must be attributed again before anything is forgotten.
      nextSweep.next(soon(sweep));
      return;
    }
    swept.inc(state.sweep(now));
    nextSweep.next(state.nextSweep(now));
  }

  /**
   * Returns the order that a record belongs to, if the record changes it; null if the record is a
   * copy or is rejected.
   */
  private @Nullable KeptOrder accepted(
      Received<Order> received,
      AttributionState state,
      Instant watermark,
      MultiOutputReceiver all) {
    OrderRecord record = new OrderRecord(received.getValue(), received.getRecord().toString());
    KeptOrder before = state.orders().get(record.order().getOrderId());
    Verdict<KeptOrder> verdict = state.add(record, watermark);
    if (verdict instanceof Verdict.Refused<KeptOrder> no) {
      letters.count(no.reason());
      all.get(refused).output(DeadLetter.of(STEP, no.reason(), no.detail(), received.getRecord()));
      return null;
    }
    KeptOrder after = ((Verdict.Accepted<KeptOrder>) verdict).value();
    if (after.equals(before)) {
      duplicates.inc();
      return null;
    }
    return after;
  }

  private TouchHistory history(
      ValueState<Directory<Touch>> touches,
      MapState<Integer, List<Touch>> blocks,
      ValueState<HourCounts> forgotten) {
    TouchOrder order = TouchOrder.of(rules.strategy());
    return new TouchHistory(
        rules, new SortedBlocks<>(order, touches, blocks), forgotten, leftOut::inc);
  }

  private static HeldOrders orders(
      MapState<String, KeptOrder> orders,
      ValueState<Directory<OrderRef>> refs,
      MapState<Integer, List<OrderRef>> blocks) {
    return new HeldOrders(orders, new SortedBlocks<>(OrderRef.ORDER, refs, blocks));
  }

  /** Returns the time at which a timer fires as soon as the watermark advances. */
  private static Instant soon(Timer timer) {
    Instant next = timer.getCurrentRelativeTime().plus(MILLISECOND);
    Instant end = GlobalWindow.INSTANCE.maxTimestamp();
    return next.isBefore(end) ? next : end;
  }
}
