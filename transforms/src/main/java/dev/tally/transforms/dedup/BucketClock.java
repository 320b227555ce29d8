package dev.tally.transforms.dedup;

import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * What a bucket knows about time. All of it is absolute, so that it means the same to a job that is
 * restored with other options.
 *
 * @param nextSweep when the bucket's timer fires; as it has not fired, the watermark is before this
 * @param maxEventAge the age under which the bucket has last forgotten ids
 * @param openFrom the first minute, in minutes since 1970, whose ids were never forgotten and whose
 *     counts were never closed under a smaller {@code maxEventAge} than the current one
 */
record BucketClock(Instant nextSweep, Duration maxEventAge, int openFrom) {
  /** The clock of a bucket that has forgotten nothing. */
  static BucketClock started(Instant nextSweep, Duration maxEventAge) {
    return new BucketClock(nextSweep, maxEventAge, Integer.MIN_VALUE);
  }

  /**
   * This clock under another age. What was forgotten under the previous age lies before {@code
   * nextSweep} - the previous age, since the watermark did not reach {@code nextSweep}.
   */
  BucketClock withAge(Duration age) {
    int open = Minutes.from(nextSweep.minus(maxEventAge));
    return new BucketClock(nextSweep, age, Math.max(openFrom, open));
  }

  BucketClock withNextSweep(Instant time) {
    return new BucketClock(time, maxEventAge, openFrom);
  }
}
