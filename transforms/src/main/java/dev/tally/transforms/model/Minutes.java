package dev.tally.transforms.model;

import org.joda.time.Instant;

/**
 * Converts event times to whole minutes since 1970, the unit in which counts are kept and ids are
 * forgotten: an id must be remembered exactly as long as the counts of its minute can still change.
 */
public final class Minutes {
  private static final long MILLIS = 60_000;

  private Minutes() {}

  /** Returns the minute that contains a time. */
  public static int of(Instant time) {
    return Math.toIntExact(Math.floorDiv(time.getMillis(), MILLIS));
  }

  /** Returns the first millisecond of a minute. */
  public static Instant start(int minute) {
    return Instant.ofEpochMilli(minute * MILLIS);
  }

  /** Returns the last millisecond of a minute. */
  public static Instant last(int minute) {
    return Instant.ofEpochMilli(lastMillis(minute));
  }

  /** Returns the last millisecond of a minute, in epoch ms. */
  public static long lastMillis(int minute) {
    return (minute + 1L) * MILLIS - 1;
  }

  /** Returns the first minute that does not begin before a time. */
  public static int from(Instant time) {
    return Math.toIntExact(-Math.floorDiv(-time.getMillis(), MILLIS));
  }
}
