package dev.tally.transforms.attribute;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import dev.tally.transforms.attribute.KeptOrder.Phase;
import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.Touch;
import dev.tally.transforms.model.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * {@code AttributionState} is the attribution state of one user at one store: a view of the state
 * of the key. All times in it are absolute, so that a job that is restored with other windows or
 * ages applies them from then on.
 *
 * @param late the time range of orders that must be attributed again; absent if there are none
 */
record AttributionState(
    AttributionRules rules, TouchHistory touches, HeldOrders orders, StateCell<Late> late) {
  private static final Instant START = Instant.ofEpochMilli(Long.MIN_VALUE / 2);
  private static final Duration MILLISECOND = Duration.millis(1);

  /** Adds a touch. Returns true if orders that were attributed before must be attributed again. */
  boolean add(Touch touch) {
    if (!touches.add(touch)) {
      return false;
    }
    Instant end = touch.time().plus(rules.longestWindow(touch));
    Instant first = orders.first(Phase.OPEN, touch.time());
    if (first == null || first.isAfter(end)) {
      return false;
    }
    late.write(Late.and(late.read(), touch, rules.longestWindow(touch)));
    return true;
  }

  /**
   * Adds a record of an order. Returns the order with the record, the unchanged order if the record
   * is a copy, or a rejection.
   */
  Verdict<KeptOrder> add(OrderRecord record, Instant watermark) {
    Instant time = record.order().getOrderTime();
    @Nullable KeptOrder before = orders.get(record.order().getOrderId());
    if (before == null) {
      KeptOrder first = KeptOrder.of(record, phase(time, watermark));
      put(null, first, watermark);
      return Verdict.accepted(first);
    }
    Verdict<KeptOrder> verdict = before.with(record);
    if (verdict instanceof Verdict.Accepted<KeptOrder> accepted
        && !accepted.value().equals(before)) {
      put(before, accepted.value(), watermark);
    }
    return verdict;
  }

  private Phase phase(Instant time, Instant watermark) {
    return time.isBefore(watermark) ? Phase.OPEN : Phase.WAITING;
  }

  /** Stores an order, unless it is new and nothing that can still arrive would change it. */
  private void put(@Nullable KeptOrder before, KeptOrder after, Instant watermark) {
    if (before != null || !isOver(after.time(), watermark)) {
      orders.put(before, after);
    }
  }

  private boolean isOver(Instant time, Instant watermark) {
    return time.isBefore(watermark.minus(rules.maxRefundAge()));
  }

  /**
   * Returns the orders whose time the watermark has passed and those that late touches may have
   * changed, if they differ from what was emitted last.
   */
  List<OrderTouches> takeDue(Instant watermark) {
    List<OrderTouches> due = new ArrayList<>();
    for (KeptOrder kept : orders.between(Phase.WAITING, START, watermark.minus(MILLISECOND))) {
      KeptOrder open = kept.at(Phase.OPEN);
      orders.put(kept, open);
      addShown(open, due);
    }
    Late changed = late.read();
    if (changed != null) {
      late.clear();
      orders.between(Phase.OPEN, changed.from(), changed.to()).forEach(kept -> addShown(kept, due));
    }
    return due;
  }

  /**
   * Returns the order with the touches that are considered for it if they differ from what was
   * emitted last; otherwise an empty list.
   */
  List<OrderTouches> emitIfChanged(KeptOrder kept) {
    List<OrderTouches> due = new ArrayList<>();
    addShown(kept, due);
    return due;
  }

  private void addShown(KeptOrder kept, List<OrderTouches> due) {
    OrderTouches now = new OrderTouches(kept.merged(), kept.records().size() - 1, candidates(kept));
    long hash = hash(now);
    if (hash != kept.emittedHash()) {
      if (orders.get(kept.orderId()) != null) {
        orders.put(kept, kept.withEmittedHash(hash));
      }
      due.add(now);
    }
  }

  private Candidates candidates(KeptOrder kept) {
    if (!kept.isCreditable()) {
      return Candidates.NONE;
    }
    Candidates decided = kept.decided();
    return decided == null ? touches.before(kept.time()) : decided;
  }

  private static long hash(OrderTouches due) {
    Order order = due.order();
    Hasher hasher =
        Hashing.murmur3_128()
            .newHasher()
            .putLong(order.getOrderTime().getMillis())
            .putLong(order.getAmountMicros())
            .putInt(due.recordsBeyondFirst()) // part of the revision
            .putLong(due.candidates().total())
            .putUnencodedChars(order.getStatus())
            .putUnencodedChars(order.getRegion());
    for (Touch touch : due.touches()) {
      hasher.putLong(touch.time().getMillis()).putBoolean(touch.isClick());
      hasher.putString(touch.eventId(), StandardCharsets.UTF_8).putInt(touch.eventId().length());
    }
    return hasher.hash().asLong() | 1;
  }

  /** Returns the time of the next waiting order; null if none waits. */
  @Nullable Instant nextWaiting() {
    return orders.first(Phase.WAITING, START);
  }

  /** Returns the first watermark at which no touch at the order time can be on time any longer. */
  static Instant dueAt(Instant orderTime) {
    return orderTime.plus(MILLISECOND);
  }

  /**
   * Forgets what can no longer change a result, and returns the number of touches forgotten.
   *
   * <p>When a stalled watermark jumps, timers fire one by one although the watermark is already far
   * ahead. Orders may still be waiting to become due, so the sweep only goes up to the due time of
   * the oldest waiting order.
   */
  int sweep(Instant now) {
    Instant watermark = watermark(now);
    Instant oldest = watermark.minus(rules.maxEventAge());
    for (KeptOrder kept : orders.between(Phase.OPEN, START, oldest.minus(MILLISECOND))) {
      orders.put(kept, kept.decided(touches.before(kept.time())));
    }
    Instant over = watermark.minus(rules.maxRefundAge());
    for (KeptOrder kept : orders.between(Phase.DECIDED, START, over.minus(MILLISECOND))) {
      if (kept.latest().isBefore(over)) {
        orders.remove(kept);
      }
    }
    return touches.forgetBefore(oldest);
  }

  private Instant watermark(Instant now) {
    Instant waiting = nextWaiting();
    return waiting != null && waiting.isBefore(now) ? dueAt(waiting) : now;
  }

  /**
   * Returns the watermark at which to sweep because of a touch that was added. A user with few
   * touches and no order is swept when the window of the touch has passed: before that time, a
   * sweep costs more than the touches that it would forget.
   */
  Instant sweepBy(Touch touch) {
    boolean late = touches.isSmall() && orders.isEmpty();
    return rules.sweepAfter(late ? touch.time().plus(rules.longestWindow(touch)) : touch.time());
  }

  /** Returns the watermark at which more should be forgotten; null if nothing is held. */
  @Nullable Instant nextSweep(Instant now) {
    Instant oldest = watermark(now).minus(rules.maxEventAge());
    Instant decided = orders.first(Phase.DECIDED, START);
    Instant untilOver =
        decided == null ? null : decided.plus(rules.maxRefundAge()).minus(rules.maxEventAge());
    Instant first =
        earliest(
            nextWaiting(),
            orders.first(Phase.OPEN, START),
            untilOver,
            touches.nextToForget(oldest));
    if (first == null) {
      return null;
    }
    Instant time = rules.sweepAfter(first);
    return time.isAfter(now) ? time : rules.sweepAfter(now);
  }

  private static @Nullable Instant earliest(@Nullable Instant... times) {
    Instant earliest = null;
    for (Instant time : times) {
      if (time != null && (earliest == null || time.isBefore(earliest))) {
        earliest = time;
      }
    }
    return earliest;
  }
}
