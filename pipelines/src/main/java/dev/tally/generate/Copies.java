package dev.tally.generate;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The copies that are yet to be delivered, the earliest first.
 *
 * <p>Most copies repeat the first byte for byte, within {@code maxCopyDelay}. Of the others:
 *
 * <ul>
 *   <li>A <em>conflicting</em> copy has another event time or another user. Which of the two counts
 *       is arrival order, and partitions may be read in any order. So it agrees with the first in
 *       all that a row of the truth is made of (region, campaign, ad, store, minute, type, cost),
 *       and comes while its age is at most half of {@code maxEventAge}: long before the first is
 *       forgotten. Its event has no other copy. So exactly one of the two counts and the other is a
 *       dead letter {@code CONFLICTING_COPY}, and the truth is the same whichever counts.
 *   <li>A <em>late</em> copy comes about when the event gets older than {@code maxEventAge}: at
 *       exactly that age it is a duplicate still, a millisecond later it is {@code TOO_OLD} and no
 *       duplicate. So is any other copy that happens to come that late.
 * </ul>
 *
 * <p>State: the copies not delivered yet, about {@code duplicateShare} of what arrives within
 * {@code maxCopyDelay}; late ones wait {@code maxEventAge}.
 */
final class Copies {
  private static final int ONE_MORE_IN = 10;
  private static final int ONE_LATE_IN = 30;
  private static final int ONE_CONFLICTING_IN = 12;
  private static final long MINUTE_MS = 60_000;

  /** A copy on its way; {@code order} settles the order of copies of one broker time. */
  record Copy(long brokerTime, long order, PlannedEvent event, boolean conflicting) {}

  private final PriorityQueue<Copy> waiting =
      new PriorityQueue<>(Comparator.comparingLong(Copy::brokerTime).thenComparing(Copy::order));

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

  /** Perhaps schedules copies of an event whose first copy arrives now. */
  void maybeCopy(PlannedEvent first, long now) {
    if (chance.happens(plan.duplicateShare()) && !conflictingCopy(first, now)) {
      do {
        waiting.add(new Copy(due(first, now), scheduled++, first, false));
      } while (chance.onceIn(ONE_MORE_IN));
    }
  }

  /** The next copy that is due by then, or null. */
  @Nullable Copy nextDue(long brokerTime) {
    Copy next = waiting.peek();
    return next != null && next.brokerTime() <= brokerTime ? waiting.poll() : null;
  }

  /** Perhaps schedules a conflicting copy, and returns whether it did. */
  private boolean conflictingCopy(PlannedEvent first, long now) {
    if (!chance.onceIn(ONE_CONFLICTING_IN)) {
      return false;
    }
    long due = due(first, now);
    PlannedEvent copy = conflicting(first);
    boolean conflicts = !copy.equals(first) && safe(first, due) && safe(copy, due);
    if (conflicts) {
      waiting.add(new Copy(due, scheduled++, copy, true));
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

  /** A user of the same region. */
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
