package dev.tally.truth.generate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Schedules the lines of orders by broker time: first copies, cancellations, and copies of both.
 *
 * <p>A copy of an order has the same content. Some copies are delivered at about the age of {@code
 * maxEventAge}: at exactly that age a copy is still a duplicate, and a millisecond later it is
 * {@code TOO_OLD}. A cancellation may be delivered before its order or long after {@code
 * maxEventAge}; it is never too old.
 */
final class Deliveries {
  private static final int ONE_LATE_COPY_IN = 10;
  private static final long HOUR_MS = 3_600_000;

  /** A scheduled line; {@code sequence} orders lines with the same broker time. */
  record PlannedDelivery(
      long brokerTime, int sequence, PlannedOrder order, boolean cancels, boolean tooOld) {}

  private final Plan plan;
  private final Chance chance;
  private final long maxEventAge;
  private final List<PlannedDelivery> all = new ArrayList<>();

  Deliveries(Plan plan) {
    this.plan = plan;
    chance = Chance.of(plan.seed(), "deliveries");
    maxEventAge = plan.maxEventAge().toMillis();
  }

  void add(PlannedOrder order) {
    add(order.brokerTime(), order, false);
    if (chance.happens(plan.orders().copyShare())) {
      add(copyTime(order), order, false);
    }
    if (order.cancelled()) {
      long cancelled = cancelledTime(order);
      add(cancelled, order, true);
      if (chance.happens(plan.orders().copyShare())) {
        add(cancelled + chance.below(HOUR_MS), order, true);
      }
    }
  }

  /** Returns all lines in the order of broker time. */
  List<PlannedDelivery> sorted() {
    all.sort(
        Comparator.comparingLong(PlannedDelivery::brokerTime)
            .thenComparing(PlannedDelivery::sequence));
    return all;
  }

  private void add(long brokerTime, PlannedOrder order, boolean cancels) {
    boolean tooOld = !cancels && brokerTime - order.time() > maxEventAge;
    all.add(new PlannedDelivery(brokerTime, all.size(), order, cancels, tooOld));
  }

  private long copyTime(PlannedOrder order) {
    if (chance.onceIn(ONE_LATE_COPY_IN)) {
      return order.time() + maxEventAge + chance.below(2);
    }
    return order.brokerTime() + chance.below(plan.maxCopyDelay().toMillis());
  }

  private long cancelledTime(PlannedOrder order) {
    return switch (chance.below(4)) {
      case 0 -> Math.min(order.time(), order.brokerTime());
      case 1 -> order.time() + maxEventAge + chance.below(maxEventAge);
      default -> order.brokerTime() + (long) (HOUR_MS * chance.unit() * chance.unit());
    };
  }
}
