package dev.tally.transforms.attribute;

import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.Touch;
import dev.tally.transforms.model.TouchCoder;
import java.util.List;
import org.apache.beam.sdk.coders.InstantCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.state.BagState;
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
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Holds an order until the watermark has passed its time, and then gives it with the touches that
 * may earn it; again whenever a touch arrives that may change who earns it, and when it is
 * cancelled.
 */
final class HoldOrdersFn extends DoFn<KV<KV<String, String>, Arrival>, OrderTouches> {
  private static final long serialVersionUID = 1L;

  /** Per user and store: the touches that can still win; {@link #SWEEP} drops the others. */
  private static final String TOUCHES = "touches";

  /**
   * Per user and store: each order id with its first copy, until the watermark is {@code
   * maxEventAge} behind it; {@link #SWEEP} drops it.
   */
  private static final String ORDERS = "orders";

  /** Per user and store: the latest time of an order ever held, absent if there was none. */
  private static final String LATEST = "latest";

  /** Per user and store: when {@link #DUE} is set to fire, absent when it is not. */
  private static final String DUE_AT = "due-at";

  /** Per user and store: when {@link #SWEEP} is set to fire, absent when it is not. */
  private static final String SWEEP_AT = "sweep-at";

  /** Per user and store, event time: when the next order is due; it holds the watermark there. */
  private static final String DUE = "due";

  /** Per user and store, event time: when something can be forgotten; it holds no watermark. */
  private static final String SWEEP = "sweep";

  private static final Duration MILLISECOND = Duration.millis(1);

  /** How far after an order's time it has been given: later than {@link #DUE}. */
  private static final Duration BEHIND_DUE = Duration.millis(2);

  private final Counter duplicates = Metrics.counter(AttributeOrders.class, "duplicates_dropped");
  private final Counter conflicting = Metrics.counter(AttributeOrders.class, "copies_conflicting");
  private final Counter cancelled = Metrics.counter(AttributeOrders.class, "orders_cancelled");
  private final Counter reviewed = Metrics.counter(AttributeOrders.class, "orders_reviewed");
  private final Counter forgotten = Metrics.counter(AttributeOrders.class, "touches_forgotten");

  @StateId(TOUCHES)
  private final StateSpec<BagState<Touch>> touchesSpec = StateSpecs.bag(TouchCoder.of());

  @StateId(ORDERS)
  private final StateSpec<MapState<String, KeptOrder>> ordersSpec =
      StateSpecs.map(StringUtf8Coder.of(), KeptOrderCoder.of());

  @StateId(LATEST)
  private final StateSpec<ValueState<Instant>> latestSpec = StateSpecs.value(InstantCoder.of());

  @StateId(DUE_AT)
  private final StateSpec<ValueState<Instant>> dueAtSpec = StateSpecs.value(InstantCoder.of());

  @StateId(SWEEP_AT)
  private final StateSpec<ValueState<Instant>> sweepAtSpec = StateSpecs.value(InstantCoder.of());

  @TimerId(DUE)
  private final TimerSpec dueSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  @TimerId(SWEEP)
  private final TimerSpec sweepSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final AttributionRules rules;

  HoldOrdersFn(AttributionRules rules) {
    this.rules = rules;
  }

  @ProcessElement
  public void process(
      @Element KV<KV<String, String>, Arrival> keyed,
      @StateId(TOUCHES) BagState<Touch> touches,
      @StateId(ORDERS) MapState<String, KeptOrder> orders,
      @StateId(LATEST) ValueState<Instant> latest,
      @StateId(DUE_AT) ValueState<Instant> dueAt,
      @StateId(SWEEP_AT) ValueState<Instant> sweepAt,
      @TimerId(DUE) Timer due,
      @TimerId(SWEEP) Timer sweep,
      OutputReceiver<OrderTouches> out) {
    Held held = new Held(rules, touches, orders, latest);
    Instant happened;
    if (keyed.getValue() instanceof Arrival.OfTouch of) {
      happened = of.touch().time();
      List<OrderTouches> again = held.add(of.touch());
      reviewed.inc(again.size());
      again.forEach(out::output);
    } else {
      Order order = ((Arrival.OfOrder) keyed.getValue()).order();
      happened = order.getOrderTime();
      if (take(order, held, due.getCurrentRelativeTime(), out)) {
        arm(happened.plus(MILLISECOND), dueAt, due);
      }
    }
    arm(KeptTouches.sweepAfter(rules, happened), sweepAt, sweep.withNoOutputTimestamp());
  }

  /** An order is due when no touch of its time can be on time any more. */
  @OnTimer(DUE)
  public void due(
      @StateId(TOUCHES) BagState<Touch> touches,
      @StateId(ORDERS) MapState<String, KeptOrder> orders,
      @StateId(LATEST) ValueState<Instant> latest,
      @StateId(DUE_AT) ValueState<Instant> dueAt,
      @TimerId(DUE) Timer due,
      OutputReceiver<OrderTouches> out) {
    Held held = new Held(rules, touches, orders, latest);
    held.takeDue(due.getCurrentRelativeTime()).forEach(out::output);
    dueAt.clear();
    Instant next = held.nextWaiting();
    if (next != null) {
      arm(next.plus(MILLISECOND), dueAt, due);
    }
  }

  /**
   * The watermark may have passed an order by far whose timer has yet to fire, as when a job
   * catches up: nothing that may earn it is forgotten before.
   */
  @OnTimer(SWEEP)
  public void sweep(
      @StateId(TOUCHES) BagState<Touch> touches,
      @StateId(ORDERS) MapState<String, KeptOrder> orders,
      @StateId(LATEST) ValueState<Instant> latest,
      @StateId(SWEEP_AT) ValueState<Instant> sweepAt,
      @TimerId(SWEEP) Timer sweep) {
    Held held = new Held(rules, touches, orders, latest);
    sweepAt.clear();
    Instant watermark = sweep.getCurrentRelativeTime();
    Instant waiting = held.nextWaiting();
    if (waiting != null && waiting.isBefore(watermark.minus(rules.maxEventAge()))) {
      arm(waiting.plus(BEHIND_DUE), sweepAt, sweep.withNoOutputTimestamp());
      return;
    }
    forgotten.inc(held.sweep(watermark));
    Instant next = held.nextSweep();
    if (next == null) {
      latest.clear();
    } else {
      arm(next, sweepAt, sweep.withNoOutputTimestamp());
    }
  }

  /** Takes a copy of an order; true if the order must wait. */
  private boolean take(Order copy, Held held, Instant watermark, OutputReceiver<OrderTouches> out) {
    KeptOrder kept = held.get(copy);
    if (kept != null && !kept.agreesWith(copy)) {
      conflicting.inc();
    }
    boolean cancels = copy.isCancelled() && (kept == null || !kept.order().isCancelled());
    if (kept != null && !cancels) {
      duplicates.inc();
      return false;
    }
    KeptOrder taken = kept == null ? new KeptOrder(copy, false) : kept;
    boolean waits = !cancels && !copy.getOrderTime().isBefore(watermark);
    if (cancels) {
      cancelled.inc();
      taken = taken.cancelled();
    } else if (!waits) {
      taken = taken.nowDue();
    }
    held.put(taken, watermark);
    if (!waits) {
      out.output(held.withTouches(taken));
    }
    return waits;
  }

  private static void arm(Instant time, ValueState<Instant> armed, Timer timer) {
    @Nullable Instant earliest = armed.read();
    if (earliest == null || time.isBefore(earliest)) {
      armed.write(time);
      timer.set(time);
    }
  }
}
