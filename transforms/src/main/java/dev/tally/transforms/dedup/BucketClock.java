package dev.tally.transforms.dedup;

import dev.tally.transforms.model.Minutes;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * A {@code BucketClock} records when a bucket sweeps next and which of its minutes are still open.
 * All its values are absolute, so that they keep their meaning when a job is restored with other
 * options.
 *
 * @param nextSweep when the bucket's timer fires; until then the watermark is before this time
 * @param maxEventAge the {@code maxEventAge} under which the bucket last forgot ids
 * @param openFrom the first minute, in minutes since 1970, whose ids were never forgotten and whose
 *     counts were never closed under a smaller {@code maxEventAge} than the current one
 */
record BucketClock(Instant nextSweep, Duration maxEventAge, int openFrom) {
  /** Returns the clock of a bucket that has not forgotten any ids yet. */
  static BucketClock started(Instant nextSweep, Duration maxEventAge) {
    return new BucketClock(nextSweep, maxEventAge, Integer.MIN_VALUE);
  }

  /**
   * Returns this clock with another {@code maxEventAge}. Everything that was forgotten under the
   * previous one is from before {@code nextSweep} minus the previous {@code maxEventAge}, because
   * the watermark has not reached {@code nextSweep}.
   */
  BucketClock withAge(Duration age) {
    int open = Minutes.from(nextSweep.minus(maxEventAge));
    return new BucketClock(nextSweep, age, Math.max(openFrom, open));
  }

  BucketClock withNextSweep(Instant time) {
    return new BucketClock(time, maxEventAge, openFrom);
  }
}
