package dev.tally.transforms.budget;

import java.util.Comparator;
import org.joda.time.Instant;

/**
 * A {@code SpendSlot} identifies what was counted in one slot of broker time for one day.
 *
 * @param end the end of the slot, exclusive
 * @param day the start of the UTC day
 */
record SpendSlot(Instant end, Instant day) implements Comparable<SpendSlot> {
  private static final Comparator<SpendSlot> ORDER =
      Comparator.comparing(SpendSlot::end).thenComparing(SpendSlot::day);

  @Override
  public int compareTo(SpendSlot other) {
    return ORDER.compare(this, other);
  }
}
