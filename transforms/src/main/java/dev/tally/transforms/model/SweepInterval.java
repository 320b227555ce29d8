package dev.tally.transforms.model;

import java.io.Serializable;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * A {@code SweepInterval} is the time in event time between two sweeps of the state of a key, which
 * remove what has expired. It is an eighth of {@code maxEventAge}, but at least a minimum, so that
 * a sweep covers much state at once and no state is kept much longer than needed.
 *
 * @param length longer than zero
 */
public record SweepInterval(Duration length) implements Serializable {
  private static final int SWEEPS_PER_AGE = 8;
  private static final Duration MINUTE = Duration.standardMinutes(1);

  /** Returns an eighth of {@code maxEventAge}, but at least a minute. */
  public static SweepInterval of(Duration maxEventAge) {
    return of(maxEventAge, MINUTE);
  }

  /** Returns an eighth of {@code maxEventAge}, but at least {@code minimum}. */
  public static SweepInterval of(Duration maxEventAge, Duration minimum) {
    Duration share = maxEventAge.dividedBy(SWEEPS_PER_AGE);
    return new SweepInterval(share.isLongerThan(minimum) ? share : minimum);
  }

  /**
   * Returns the first multiple of the interval since 1970 that is after a time. Similar times
   * therefore have the same sweep.
   */
  public Instant nextAfter(Instant time) {
    long millis = length.getMillis();
    return Instant.ofEpochMilli((Math.floorDiv(time.getMillis(), millis) + 1) * millis);
  }
}
