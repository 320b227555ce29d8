package dev.tally.transforms.aggregate;

import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * A {@code UserHour} identifies the clicks of one user in one UTC hour of event time.
 *
 * @param hour in hours since 1970
 */
record UserHour(String userId, int hour) {
  private static final int MINUTES = 60;

  static UserHour of(String userId, MinuteKey row) {
    return new UserHour(userId, Math.floorDiv(row.minute(), MINUTES));
  }

  /** Returns the start of the next hour. */
  Instant end() {
    return Instant.ofEpochMilli(Duration.standardHours(hour + 1L).getMillis());
  }

  /** Returns the start of the hour that contains a time. */
  static Instant start(Instant time) {
    long hour = Duration.standardHours(1).getMillis();
    return Instant.ofEpochMilli(Math.floorDiv(time.getMillis(), hour) * hour);
  }
}
