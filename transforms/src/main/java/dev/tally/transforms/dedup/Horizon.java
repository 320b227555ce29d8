package dev.tally.transforms.dedup;

import com.google.common.hash.Hashing;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * For how long a bucket remembers ids under the current {@code maxEventAge}, and when it sweeps out
 * those that it may forget.
 *
 * <p>An id is remembered until the watermark reaches the end of its minute + {@code maxEventAge}:
 * an accepted event is at most {@code maxEventAge} older than its broker time, and the watermark
 * never passes the broker time of a record that is still to come. The same instant closes the
 * counts of the minute.
 *
 * <p>A bucket sweeps every eighth of {@code maxEventAge}, but not more often than every five
 * seconds. Each bucket has its own offset: otherwise all buckets would sweep at one instant. When
 * it sweeps is a schedule, which no state depends on.
 *
 * <p>After a restore with a larger age, events may be accepted whose ids were forgotten and whose
 * counts were closed under the smaller one. They cannot be proven new, so they do not fit: see
 * {@link BucketClock#openFrom}.
 */
final class Horizon {
  private static final int SWEEPS_PER_AGE = 8;
  private static final long SHORTEST_MILLIS = 5_000;

  private final Duration maxEventAge;
  private final int bucket;

  private Horizon(Duration maxEventAge, int bucket) {
    this.maxEventAge = maxEventAge;
    this.bucket = bucket;
  }

  static Horizon of(Duration maxEventAge, int bucket) {
    return new Horizon(maxEventAge, bucket);
  }

  /** The bucket's clock under the current age; null is the clock of a bucket never used before. */
  BucketClock clock(@Nullable BucketClock stored, Instant watermark) {
    if (stored == null) {
      return BucketClock.started(sweepAfter(watermark), maxEventAge);
    }
    return stored.maxEventAge().equals(maxEventAge)
        ? stored
        : stored.withAge(maxEventAge).withNextSweep(sweepAfter(watermark));
  }

  /** True if an event of this minute is provably new when its id is not remembered. */
  boolean isOpen(int minute, BucketClock clock, Instant watermark) {
    return minute >= clock.openFrom() && !isForgotten(minute, watermark);
  }

  /** True if the ids of this minute may be forgotten at this watermark. */
  boolean isForgotten(int minute, Instant watermark) {
    return !Minutes.last(minute).plus(maxEventAge).isAfter(watermark);
  }

  /** When to sweep next: the bucket's first turn after 1970 and after the watermark. */
  Instant sweepAfter(Instant watermark) {
    long pause = Math.max(maxEventAge.getMillis() / SWEEPS_PER_AGE, SHORTEST_MILLIS);
    long offset = Math.floorMod(Hashing.murmur3_128().hashInt(bucket).asLong(), pause);
    long now = Math.max(watermark.getMillis(), 0) + offset;
    return Instant.ofEpochMilli((now / pause + 1) * pause - offset);
  }
}
