package dev.tally.transforms.budget;

import com.google.common.math.LongMath;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A {@code DaySpend} is what a campaign has spent on one UTC day, whether that has exhausted its
 * budget, and what was announced last.
 *
 * @param leftWhenExhausted what was left of the budget when it became exhausted; null if it is
 *     active
 * @param announced what was announced last; null if nothing was announced
 */
record DaySpend(
    Instant day, long micros, @Nullable Long leftWhenExhausted, @Nullable Announced announced) {

  /**
   * What the last announcement of a day contained.
   *
   * @param budget 0 if there was none
   */
  record Announced(long micros, long budget, boolean exhausted, boolean spending) {}

  static DaySpend of(Instant day) {
    return new DaySpend(day, 0, null, null);
  }

  boolean isExhausted() {
    return leftWhenExhausted != null;
  }

  DaySpend plus(long more) {
    return new DaySpend(day, LongMath.saturatedAdd(micros, more), leftWhenExhausted, announced);
  }

  DaySpend withLeft(@Nullable Long left) {
    return new DaySpend(day, micros, left, announced);
  }

  DaySpend withAnnounced(Announced now) {
    return new DaySpend(day, micros, leftWhenExhausted, now);
  }
}
