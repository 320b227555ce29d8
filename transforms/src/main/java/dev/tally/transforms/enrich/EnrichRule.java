package dev.tally.transforms.enrich;

import dev.tally.transforms.model.AttributedOrder;
import dev.tally.transforms.model.EventTime;
import dev.tally.transforms.model.OrderDetails;
import java.io.Serializable;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Determines when an order is emitted with its details, when without them, and what is remembered
 * of it. No method uses a clock: the caller passes the processing time and the watermark.
 *
 * <pre>
 *  arrival, details known ───────────────────────────────► enriched ──expiry──► forgotten
 *  arrival, details not known ──► waiting ──details known──────┘                    ▲
 *                                  │   └──── last lookup, or end of the input ──────┘
 *                                  └─ maximum wait over: emitted without details, still waiting
 * </pre>
 *
 * <p>The details that were first used for an order are used for all its corrections until the
 * expiry. A correction that arrives while the order waits replaces the credit that is emitted.
 *
 * @param maxRefundAge how long details are remembered after the order time or, if that is later,
 *     after the watermark at which they were received
 * @param maxWait how long an order waits before it is emitted without details
 * @param maxAttempts the maximum number of lookups of an order by timer; 0 if there is no service
 */
record EnrichRule(Duration maxRefundAge, Duration maxWait, int maxAttempts)
    implements Serializable {

  /** Returns the details of an order; null if they are not known yet. */
  interface Lookup {
    @Nullable OrderDetails lookUp(String orderId);
  }

  /**
   * The state of an order. At most one of the fields is present; an unknown order has neither.
   *
   * @param waiting the order while it waits for its details
   * @param details the details that were first used for it
   */
  record Memory(@Nullable WaitingOrder waiting, @Nullable OrderDetails details) {
    static final Memory NONE = new Memory(null, null);
  }

  /** What happened to an order, for counters. */
  enum Outcome {
    ENRICHED,
    SENT_PENDING,
    GIVEN_UP
  }

  /**
   * The effect of an arrival or a timer.
   *
   * @param memory the new state of the order
   * @param emitted the order as it is emitted now; empty if it is not emitted
   * @param retryAfter when the next lookup is due; null leaves that timer as it is
   * @param expireAt the watermark of the next expiry; null leaves that timer as it is
   */
  record Change(
      Memory memory,
      List<AttributedOrder> emitted,
      Set<Outcome> outcomes,
      @Nullable Duration retryAfter,
      @Nullable Instant expireAt) {

    private static Change none(Memory memory) {
      return new Change(memory, List.of(), Set.of(), null, null);
    }

    private Change retryingAfter(Duration pause) {
      return new Change(memory, emitted, outcomes, pause, expireAt);
    }

    private Change expiringAt(Instant watermark) {
      return new Change(memory, emitted, outcomes, retryAfter, watermark);
    }
  }

  /**
   * Returns a rule for a job without a service: a new order is emitted at once, an order that has
   * been waiting since the job had a service is emitted, and remembered details are still used.
   */
  static EnrichRule withoutService(Duration maxRefundAge) {
    return new EnrichRule(maxRefundAge, Duration.ZERO, 0);
  }

  /** Processes an order or a correction of it. */
  Change arrive(
      AttributedOrder credit, Memory memory, Instant now, Instant watermark, Lookup lookup) {
    if (memory.details() != null) {
      return enriched(credit, memory.details(), watermark);
    }
    WaitingOrder before = memory.waiting();
    if (before == null && maxAttempts == 0) {
      return new Change(Memory.NONE, List.of(credit), Set.of(), null, null);
    }
    WaitingOrder newest = before == null ? WaitingOrder.of(credit, now) : before.with(credit);
    OrderDetails details = find(newest, lookup);
    if (details != null) {
      return enriched(newest.credit(), details, watermark);
    }
    Change change = waiting(newest, now, watermark);
    return before == null ? retried(change, now).expiringAt(EventTime.END) : change;
  }

  /** Repeats the lookup of an order that waits. */
  Change retry(Memory memory, Instant now, Instant watermark, Lookup lookup) {
    WaitingOrder order = memory.waiting();
    if (order == null) {
      return Change.none(memory);
    }
    OrderDetails details = find(order, lookup);
    if (details != null) {
      return enriched(order.credit(), details, watermark);
    }
    Change change = waiting(order.afterAttempt(), now, watermark);
    // At the end of the input, runners fire a timer as soon as it is set: retries would never end.
    return isEnd(watermark) ? change : retried(change, now);
  }

  /**
   * Forgets the details of an order. At the end of the input an order that still waits is emitted,
   * so that none is lost silently.
   */
  Change expire(Memory memory, Instant watermark, Lookup lookup) {
    WaitingOrder order = memory.waiting();
    if (order == null) {
      return Change.none(Memory.NONE);
    }
    if (!isEnd(watermark)) { // The timer was set before the order began to wait again.
      return Change.none(memory).expiringAt(EventTime.END);
    }
    OrderDetails details = find(order, lookup);
    return details != null
        ? enriched(order.credit(), details, watermark)
        : new Change(Memory.NONE, pending(order), outcomesOf(order), null, null);
  }

  private static @Nullable OrderDetails find(WaitingOrder order, Lookup lookup) {
    return lookup.lookUp(order.credit().order().getOrderId());
  }

  private Change enriched(AttributedOrder credit, OrderDetails details, Instant watermark) {
    return new Change(
        new Memory(null, details),
        List.of(credit.withDetails(details)),
        Set.of(Outcome.ENRICHED),
        null,
        expiry(credit, watermark));
  }

  /**
   * Emits an order without details if its maximum wait is over, and stops its lookups when the
   * maximum number is reached.
   */
  private Change waiting(WaitingOrder order, Instant now, Instant watermark) {
    boolean due = order.mustBeSent(now, maxWait);
    WaitingOrder left = due ? order.nowSent() : order;
    List<AttributedOrder> emitted = due ? pending(order) : List.of();
    EnumSet<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
    if (due) {
      outcomes.add(Outcome.SENT_PENDING);
    }
    if (!left.isExhausted(maxAttempts)) {
      return new Change(new Memory(left, null), emitted, outcomes, null, null);
    }
    outcomes.add(Outcome.GIVEN_UP);
    return new Change(Memory.NONE, emitted, outcomes, null, expiry(order.credit(), watermark));
  }

  /** Adds the time of the next lookup if the order still waits. */
  private Change retried(Change change, Instant now) {
    WaitingOrder left = change.memory().waiting();
    return left == null ? change : change.retryingAfter(left.untilNextAttempt(now, maxWait));
  }

  private static List<AttributedOrder> pending(WaitingOrder order) {
    return order.sent() ? List.of() : List.of(order.credit());
  }

  private static Set<Outcome> outcomesOf(WaitingOrder order) {
    return order.sent() ? Set.of() : Set.of(Outcome.SENT_PENDING);
  }

  /**
   * Returns the watermark at which the details of the order are forgotten: {@code maxRefundAge}
   * after the order time, or after the current watermark if that is later. The latter keeps the
   * details for copies of a cancellation that arrived late.
   */
  private Instant expiry(AttributedOrder credit, Instant watermark) {
    Instant orderTime = credit.order().getOrderTime();
    Instant last = orderTime.isAfter(watermark) ? orderTime : watermark;
    return EventTime.atMostEnd(last.plus(maxRefundAge));
  }

  private static boolean isEnd(Instant watermark) {
    return !watermark.isBefore(EventTime.END);
  }
}
