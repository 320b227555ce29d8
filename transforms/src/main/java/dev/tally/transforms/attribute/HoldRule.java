package dev.tally.transforms.attribute;

import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.EventTime;
import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.Received;
import dev.tally.transforms.model.Touch;
import dev.tally.transforms.model.Verdict;
import java.util.List;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Determines when the orders of one user at one store are emitted with their touches, and when
 * state is forgotten.
 *
 * <p>An order waits until the watermark has passed its time and is then emitted. It is emitted
 * again when one of its records changes it, and when late touches may have changed which touch
 * earns credit for it. In the second case it is emitted once for all touches that arrive before the
 * watermark advances. The phases of an order:
 *
 * <pre>
 *  record ─► WAITING ──due──► OPEN ──sweep, no touch can arrive──► DECIDED ──sweep, older than maxRefundAge──► forgotten
 *  record, watermark after its time ─► OPEN
 * </pre>
 *
 * <p>There are two timers in event time: one for the next due order or review, one for the next
 * sweep. Each must fire at the earliest time that was requested since it fired last.
 *
 * @param state the state of the key, which each method reads and changes
 * @param watermark the current watermark, or a time that it has passed
 */
record HoldRule(AttributionState state, Instant watermark) {
  private static final String STEP = "AttributeOrders";
  private static final Duration MILLISECOND = Duration.millis(1);

  /**
   * The effect of an arrival.
   *
   * @param emitted the order if it must be emitted now; else empty
   * @param rejected the record if it is rejected; else null
   * @param copies 1 if the record is a copy of an accepted one, else 0
   * @param dueBy when the timer for due orders must fire at the latest; null for no change
   * @param sweepBy when the timer for sweeps must fire at the latest
   */
  record Change(
      List<OrderTouches> emitted,
      @Nullable DeadLetter rejected,
      int copies,
      @Nullable Instant dueBy,
      Instant sweepBy) {}

  /**
   * The effect of the timer for due orders.
   *
   * @param reviewed the number of emitted orders if late touches had arrived, newly due ones too;
   *     else 0
   * @param next when the timer must fire next; null if no order waits
   */
  record Due(List<OrderTouches> emitted, int reviewed, @Nullable Instant next) {}

  /**
   * The effect of a sweep.
   *
   * @param touches the number of touches that were forgotten
   * @param next when the timer must fire next; null if nothing is held
   */
  record Swept(int touches, @Nullable Instant next) {}

  /** Processes a touch or a record of an order. */
  Change arrive(Arrival arrival) {
    return arrival instanceof Arrival.OfTouch of
        ? arrive(of.touch())
        : arrive(((Arrival.OfOrder) arrival).received());
  }

  private Change arrive(Touch touch) {
    Instant dueBy = state.add(touch) ? soon() : null;
    return new Change(List.of(), null, 0, dueBy, state.sweepBy(touch));
  }

  private Change arrive(Received<Order> received) {
    OrderRecord record = new OrderRecord(received.getValue(), received.getRecord().toString());
    Instant sweepBy = sweepAfter(record.order().getOrderTime());
    KeptOrder before = state.orders().get(record.order().getOrderId());
    Verdict<KeptOrder> verdict = state.add(record, watermark);
    if (verdict instanceof Verdict.Refused<KeptOrder> no) {
      DeadLetter rejected = DeadLetter.of(STEP, no.reason(), no.detail(), received.getRecord());
      return new Change(List.of(), rejected, 0, null, sweepBy);
    }
    KeptOrder after = ((Verdict.Accepted<KeptOrder>) verdict).value();
    if (after.equals(before)) {
      return new Change(List.of(), null, 1, null, sweepBy);
    }
    return after.phase() == KeptOrder.Phase.WAITING
        ? new Change(List.of(), null, 0, AttributionState.dueAt(after.time()), sweepBy)
        : new Change(state.emitIfChanged(after), null, 0, null, sweepBy);
  }

  /**
   * Processes the orders that are due: those whose order time the watermark has passed, and those
   * that late touches may have changed.
   */
  Due due() {
    boolean review = state.late().read() != null;
    List<OrderTouches> changed = state.takeDue(watermark);
    Instant waiting = state.nextWaiting();
    return new Due(
        changed,
        review ? changed.size() : 0,
        waiting == null ? null : AttributionState.dueAt(waiting));
  }

  /**
   * Forgets what can no longer change a result. While orders wait to be attributed again because of
   * late touches, nothing is forgotten, and the sweep is repeated at the next interval.
   */
  Swept sweep() {
    if (state.late().read() != null) {
      return new Swept(0, EventTime.atMostEnd(state.rules().sweepInterval().nextAfter(watermark)));
    }
    int touches = state.sweep(watermark);
    return new Swept(touches, state.nextSweep(watermark));
  }

  private Instant sweepAfter(Instant happened) {
    return state.rules().sweepAfter(happened);
  }

  /** Returns the time at which a timer fires as soon as the watermark advances. */
  private Instant soon() {
    return EventTime.atMostEnd(watermark.plus(MILLISECOND));
  }
}
