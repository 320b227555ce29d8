package dev.tally.transforms.cleanse;

import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.Verdict;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Checks a time in a record, relative to the record's broker time. If the time seems to be in a
 * unit other than milliseconds, the rejection names that unit.
 *
 * @param field the name of the time in wire records, for the detail of the dead letter
 */
record TimeRule(String field) {
  /** The first time that does not fit into 42 bits of milliseconds; it is in the year 2109. */
  static final Instant LIMIT = Instant.ofEpochMilli(1L << 42);

  /** The maximum distance from the broker time for a time to be recognized in another unit. */
  private static final long NEAR_MILLIS = Duration.standardDays(30 * 365).getMillis();

  /** Returns why a time does not fit into 42 bits; null if it does. */
  <T> Verdict.@Nullable Refused<T> outOfBounds(Instant time, Instant brokerTime) {
    return time.getMillis() >= 0 && time.isBefore(LIMIT)
        ? null
        : rejection(
            Reason.TIME_OUT_OF_BOUNDS, "expected 0 or more and less than 2^42", time, brokerTime);
  }

  /** Returns why a time is too far before its broker time; null if it is not. */
  <T> Verdict.@Nullable Refused<T> tooOld(Instant time, Instant brokerTime, Duration maxAge) {
    return brokerTime.getMillis() - time.getMillis() <= maxAge.getMillis()
        ? null
        : rejection(
            Reason.TOO_OLD,
            "expected at most " + maxAge + " before the broker time",
            time,
            brokerTime);
  }

  /** Returns why a time is too far after its broker time; null if it is not. */
  <T> Verdict.@Nullable Refused<T> inTheFuture(Instant time, Instant brokerTime, Duration maxSkew) {
    return time.getMillis() - brokerTime.getMillis() <= maxSkew.getMillis()
        ? null
        : rejection(
            Reason.IN_THE_FUTURE,
            "expected at most " + maxSkew + " after the broker time",
            time,
            brokerTime);
  }

  private <T> Verdict.Refused<T> rejection(
      Reason reason, String expected, Instant time, Instant brokerTime) {
    String unit = unit(time.getMillis(), brokerTime.getMillis());
    return new Verdict.Refused<>(
        reason,
        field
            + (unit == null
                ? ": "
                : ": expected milliseconds since 1970, found what looks like " + unit + "; ")
            + expected);
  }

  /** Returns the unit in which a number is a time near the broker time; null if there is none. */
  private static @Nullable String unit(long number, long brokerMillis) {
    if (isNear(number, 1_000, 1, brokerMillis)) {
      return "seconds";
    }
    if (isNear(number, 1, 1_000, brokerMillis)) {
      return "microseconds";
    }
    return isNear(number, 1, 1_000_000, brokerMillis) ? "nanoseconds" : null;
  }

  private static boolean isNear(long number, long factor, long divisor, long brokerMillis) {
    return number > 0
        && number < Long.MAX_VALUE / factor
        && brokerMillis > NEAR_MILLIS
        && Math.abs(number * factor / divisor - brokerMillis) < NEAR_MILLIS;
  }
}
