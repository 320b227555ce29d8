package dev.tally.transforms.budget;

import com.google.common.math.LongMath;
import dev.tally.transforms.model.EventTime;
import java.util.ArrayList;
import java.util.List;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * A {@code SpendRate} is the highest rate at which a campaign has recently spent: the highest sum
 * of a minute that ends with one of the last ten minutes' slots. Twice the rate is assumed for a
 * campaign that has spent for less than a minute, because a short time says little about the next
 * one.
 *
 * @param began the time at which the campaign began to spend, after at least ten minutes without
 *     spend
 * @param slots what was spent in each slot of the last eleven minutes, in ascending order
 */
record SpendRate(Instant began, List<SlotSpend> slots) {
  static final SpendRate NONE = new SpendRate(Instant.EPOCH, List.of());
  private static final long MINUTE_MILLIS = 60_000;
  private static final int FACTOR_OF_FIRST_MINUTE = 2;

  /**
   * What was spent in a slot.
   *
   * @param end the end of the slot, exclusive
   */
  record SlotSpend(Instant end, long micros) {}

  /** Returns this rate with the spend of a slot that is later than the others. */
  SpendRate plus(Instant end, long micros, Duration slotLength) {
    List<SlotSpend> more = new ArrayList<>(slots);
    more.add(new SlotSpend(end, micros));
    return new SpendRate(slots.isEmpty() ? end.minus(slotLength) : began, more);
  }

  /** Returns this rate without the slots that are no longer needed at a time. */
  SpendRate at(Instant now) {
    if (isZero() || !zeroAt().isAfter(now)) {
      return NONE;
    }
    Instant oldest = now.minus(BudgetSettings.RATE_MEMORY).minus(BudgetSettings.RATE_WINDOW);
    List<SlotSpend> needed = slots.stream().filter(slot -> slot.end().isAfter(oldest)).toList();
    return needed.size() == slots.size() ? this : new SpendRate(began, needed);
  }

  boolean isZero() {
    return slots.isEmpty();
  }

  /** Returns when the rate is zero if nothing more is spent. */
  Instant zeroAt() {
    return slots.isEmpty()
        ? EventTime.END
        : slots.get(slots.size() - 1).end().plus(BudgetSettings.RATE_MEMORY);
  }

  /** Returns the highest spend per minute at a time, rounded up. */
  long microsPerMinute(Instant now) {
    Instant oldest = now.minus(BudgetSettings.RATE_MEMORY);
    long highest = 0;
    long sum = 0;
    int first = 0;
    for (SlotSpend slot : slots) {
      sum = LongMath.saturatedAdd(sum, slot.micros());
      Instant start = slot.end().minus(BudgetSettings.RATE_WINDOW);
      while (!slots.get(first).end().isAfter(start)) {
        sum -= slots.get(first).micros();
        first++;
      }
      if (slot.end().isAfter(oldest)) {
        highest = Math.max(highest, perMinute(sum, slot.end()));
      }
    }
    return highest;
  }

  private long perMinute(long sum, Instant end) {
    long spentFor = new Duration(began, end).getMillis();
    if (spentFor >= MINUTE_MILLIS) {
      return sum;
    }
    long scaled = LongMath.saturatedMultiply(sum, FACTOR_OF_FIRST_MINUTE * MINUTE_MILLIS);
    return scaled / spentFor + (scaled % spentFor > 0 ? 1 : 0);
  }
}
