package dev.tally.truth.generate;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Schedules copies of events and returns them when they are due.
 *
 * <p>Most copies repeat the first copy byte for byte within {@code maxCopyDelay}. The others are:
 *
 * <ul>
 *   <li>A <em>conflicting</em> copy has another event time or another user. Arrival order decides
 *       which of the two is counted, and partitions may be read in any order. Therefore the copy
 *       agrees with the first one in everything that a row of the truth depends on (region,
 *       campaign, ad, store, minute, type, cost), and it is delivered at an age of at most half of
 *       {@code maxEventAge}, while the first one is still remembered. Its event has no other copy.
 *       Exactly one of the two is counted, the other becomes a dead letter {@code
 *       CONFLICTING_COPY}, and the truth is the same in both cases.
 *   <li>A <em>late</em> copy is delivered at about the age of {@code maxEventAge}: at exactly that
 *       age it is still a duplicate, and a millisecond later it is {@code TOO_OLD} instead. The
 *       same holds for any other copy that happens to be delivered that late.
 * </ul>
 *
 * <p>State: the copies not delivered yet, about {@code duplicateShare} of the events that arrive
 * within {@code maxCopyDelay}; late copies are kept for {@code maxEventAge}.
 */
final class Copies {
  private static final int ONE_MORE_IN = 10;
  private static final int ONE_LATE_IN = 30;
  private static final int ONE_CONFLICTING_IN = 12;
  private static final long MINUTE_MS = 60_000;

  /** A scheduled copy; {@code order} orders copies with the same broker time. */
  record PlannedCopy(long brokerTime, long order, PlannedEvent event, boolean conflicting) {}

  private final PriorityQueue<PlannedCopy> waiting =
      new PriorityQueue<>(
          Comparator.comparingLong(PlannedCopy::brokerTime).thenComparing(PlannedCopy::order));

  private final Chance chance;
  private final Plan plan;
  private final long maxEventAge;
  private final long end;
  private long scheduled;

  Copies(Plan plan) {
    this.plan = plan;
    chance = Chance.of(plan.seed(), "copies");
    maxEventAge = plan.maxEventAge().toMillis();
    end = plan.start().plus(plan.span()).toEpochMilli();
  }

  /**
   * Schedules copies of an event that has just arrived, with a probability of {@code
   * duplicateShare}.
   */
  void maybeCopy(PlannedEvent first, long now) {
    if (chance.happens(plan.duplicateShare()) && !conflictingCopy(first, now)) {
      do {
        waiting.add(new PlannedCopy(due(first, now), scheduled++, first, false));
      } while (chance.onceIn(ONE_MORE_IN));
    }
  }

  /** Returns and removes the next copy that is due by this time, or returns null. */
  @Nullable PlannedCopy nextDue(long brokerTime) {
    PlannedCopy next = waiting.peek();
    return next != null && next.brokerTime() <= brokerTime ? waiting.poll() : null;
  }

  /**
   * Schedules a conflicting copy in one of twelve calls on average, if one is possible. Returns
   * true if it has scheduled one.
   */
  private boolean conflictingCopy(PlannedEvent first, long now) {
    if (!chance.onceIn(ONE_CONFLICTING_IN)) {
      return false;
    }
    long due = due(first, now);
    PlannedEvent copy = conflicting(first);
    boolean conflicts = !copy.equals(first) && safe(first, due) && safe(copy, due);
    if (conflicts) {
      waiting.add(new PlannedCopy(due, scheduled++, copy, true));
    }
    return conflicts;
  }

  private long due(PlannedEvent first, long now) {
    double skewed = chance.unit() * chance.unit();
    long soon = now + 1 + (long) (skewed * plan.maxCopyDelay().minusMillis(1).toMillis());
    long late = first.eventTime() + maxEventAge + pastTheBound();
    return chance.onceIn(ONE_LATE_IN) && late > now && late < end ? late : soon;
  }

  private long pastTheBound() {
    return chance.onceIn(2) ? chance.below(2) : 1 + chance.below(10 * MINUTE_MS);
  }

  private PlannedEvent conflicting(PlannedEvent first) {
    if (chance.onceIn(2)) {
      return first.withUser(neighbour(first.user()));
    }
    long inMinute = Math.floorMod(first.eventTime(), MINUTE_MS);
    return first.withEventTime(first.eventTime() - inMinute + chance.below(MINUTE_MS));
  }

  /** Returns a random user of the same region. */
  private int neighbour(int user) {
    int regions = plan.regions().size();
    int any = chance.below(plan.users());
    int sameRegion = any - any % regions + user % regions;
    return sameRegion < plan.users() ? sameRegion : sameRegion - regions;
  }

  private boolean safe(PlannedEvent event, long brokerTime) {
    long age = brokerTime - event.eventTime();
    return age <= maxEventAge / 2 && -age <= plan.maxClockSkew().toMillis();
  }
}
