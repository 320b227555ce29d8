package dev.tally.transforms.attribute;

import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.Touch;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.ValueState;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is held of one user at one store: a view of its state.
 *
 * @param touches those that can still win
 * @param orders by order id, until the watermark is {@code maxEventAge} behind them
 * @param latest the latest time of an order ever held: a later touch cannot correct one
 */
record Held(
    AttributionRules rules,
    BagState<Touch> touches,
    MapState<String, KeptOrder> orders,
    ValueState<Instant> latest) {
  private static final Duration MILLISECOND = Duration.millis(1);

  /** Adds a touch, and gives the orders, attributed before, that it may have earned. */
  List<OrderTouches> add(Touch touch) {
    touches.add(touch);
    Instant last = latest.read();
    if (last == null || touch.time().isAfter(last)) {
      return List.of();
    }
    return all()
        .filter(kept -> kept.due() && !kept.order().isCancelled())
        .filter(kept -> rules.mayEarn(touch, kept.time()))
        .map(this::withTouches)
        .filter(due -> due.touches().contains(touch))
        .toList();
  }

  /** The first copy of an order, or null. */
  @Nullable KeptOrder get(Order order) {
    return orders.get(order.getOrderId()).read();
  }

  /** Remembers an order; no longer if the watermark is too far beyond it. */
  void put(KeptOrder kept, Instant watermark) {
    if (kept.time().isBefore(watermark.minus(rules.maxEventAge()))) {
      return;
    }
    orders.put(kept.order().getOrderId(), kept);
    Instant last = latest.read();
    if (last == null || last.isBefore(kept.time())) {
      latest.write(kept.time());
    }
  }

  /** The orders that wait and that the watermark has passed; they wait no longer. */
  List<OrderTouches> takeDue(Instant watermark) {
    List<KeptOrder> due =
        all().filter(kept -> !kept.due() && kept.time().isBefore(watermark)).toList();
    due.forEach(kept -> orders.put(kept.order().getOrderId(), kept.nowDue()));
    return due.stream().map(this::withTouches).toList();
  }

  /** The time of the next order that waits, or null. */
  @Nullable Instant nextWaiting() {
    return all()
        .filter(kept -> !kept.due())
        .map(KeptOrder::time)
        .min(Instant::compareTo)
        .orElse(null);
  }

  /** When no touch of an order's time can be on time any more. */
  static Instant dueAt(Instant orderTime) {
    return orderTime.plus(MILLISECOND);
  }

  OrderTouches withTouches(KeptOrder kept) {
    return new OrderTouches(
        kept.order(),
        kept.order().isCancelled()
            ? List.of()
            : new KeptTouches(rules, touches.read()).thatMayEarn(kept.time()));
  }

  /**
   * Forgets what can be of no use any more, and gives the number of touches forgotten.
   *
   * <p>A watermark that has stood still comes at one step, and the timers behind it fire one after
   * the other: orders may wait that it has passed long ago. For them it is the time at which they
   * are due.
   */
  int sweep(Instant now) {
    Instant waiting = nextWaiting();
    Instant watermark = waiting != null && waiting.isBefore(now) ? dueAt(waiting) : now;
    List<Touch> before = StreamSupport.stream(touches.read().spliterator(), false).toList();
    List<Touch> after = new KeptTouches(rules, before).at(watermark);
    if (after.size() < before.size()) {
      touches.clear();
      after.forEach(touches::add);
    }
    Instant oldest = watermark.minus(rules.maxEventAge());
    all()
        .filter(kept -> kept.due() && kept.time().isBefore(oldest))
        .forEach(kept -> orders.remove(kept.order().getOrderId()));
    return before.size() - after.size();
  }

  /** The watermark at which something can be forgotten; null if nothing is held. */
  @Nullable Instant nextSweep() {
    Stream<Instant> ofOrders = all().map(kept -> KeptTouches.sweepAfter(rules, kept.time()));
    Instant ofTouches = new KeptTouches(rules, touches.read()).nextSweep();
    return Stream.concat(ofOrders, Stream.ofNullable(ofTouches))
        .min(Instant::compareTo)
        .orElse(null);
  }

  /** A copy, for it may be changed while it is walked through. */
  private Stream<KeptOrder> all() {
    return StreamSupport.stream(orders.values().read().spliterator(), false).toList().stream();
  }
}
