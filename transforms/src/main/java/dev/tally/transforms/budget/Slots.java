package dev.tally.transforms.budget;

import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Divides broker time into slots of equal length. A slot is identified by its end, which is
 * exclusive, and spend is counted when the watermark reaches the end of its slot.
 */
record Slots(Duration length) {
  private static final Duration DAY = Duration.standardDays(1);

  /** Returns the end of the slot that contains a time. */
  Instant endOf(Instant time) {
    return floor(time).plus(length);
  }

  /** Returns the end of the last slot that has ended at a time. */
  Instant floor(Instant time) {
    return floor(time, length);
  }

  /** Returns the time, or the end of its slot if it is within a slot. */
  Instant ceil(Instant time) {
    Instant floor = floor(time);
    return floor.equals(time) ? time : floor.plus(length);
  }

  /** Returns the start of the UTC day that contains a time. */
  static Instant day(Instant time) {
    return floor(time, DAY);
  }

  /** Returns the end, exclusive, of the day that starts at a time. */
  static Instant endOfDay(Instant day) {
    return day.plus(DAY);
  }

  /** Returns the last millisecond of the day that starts at a time. */
  static Instant lastOfDay(Instant day) {
    return endOfDay(day).minus(Duration.millis(1));
  }

  private static Instant floor(Instant time, Duration length) {
    long millis = length.getMillis();
    return Instant.ofEpochMilli(Math.floorDiv(time.getMillis(), millis) * millis);
  }
}
