package dev.tally.transforms.dedup;

import com.google.common.hash.Hashing;
import dev.tally.transforms.model.Minutes;
import dev.tally.transforms.model.SweepInterval;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A {@code Horizon} determines how long a bucket remembers ids under the current {@code
 * maxEventAge}, and when it sweeps, that is, removes the ids that it may forget.
 *
 * <p>An id is remembered until the watermark reaches the end of its minute + {@code maxEventAge}.
 * After that no copy can be accepted: the event time of an accepted event is at most {@code
 * maxEventAge} before its broker time, and the watermark never passes the broker time of a record
 * that has not arrived yet. The counts of the minute are closed at the same watermark.
 *
 * <p>A bucket sweeps every eighth of {@code maxEventAge}, but not more often than every five
 * seconds. Each bucket has its own offset, because otherwise all buckets would sweep at the same
 * time. The time of a sweep affects no result.
 *
 * <p>After a restore with a larger {@code maxEventAge}, events may pass cleansing although their
 * ids were forgotten and their counts were closed under the smaller one. They cannot be proven to
 * be new and are rejected: see {@link BucketClock#openFrom}.
 */
final class Horizon {
  private static final Duration SHORTEST_PAUSE = Duration.standardSeconds(5);

  private final Duration maxEventAge;
  private final int bucket;

  private Horizon(Duration maxEventAge, int bucket) {
    this.maxEventAge = maxEventAge;
    this.bucket = bucket;
  }

  static Horizon of(Duration maxEventAge, int bucket) {
    return new Horizon(maxEventAge, bucket);
  }

  int bucket() {
    return bucket;
  }

  /**
   * Returns the length of a slice of event time, in minutes. All ids of a page are of one slice, so
   * that they expire at about the same time.
   */
  int sliceMinutes() {
    return Math.max(1, Math.toIntExact(sweeps().length().getStandardMinutes()));
  }

  private SweepInterval sweeps() {
    return SweepInterval.of(maxEventAge, SHORTEST_PAUSE);
  }

  /**
   * Returns the bucket's clock under the current {@code maxEventAge}. {@code stored} is null for a
   * bucket that was never used.
   */
  BucketClock clock(@Nullable BucketClock stored, Instant watermark) {
    if (stored == null) {
      return BucketClock.started(sweepAfter(watermark), maxEventAge);
    }
    return stored.maxEventAge().equals(maxEventAge)
        ? stored
        : stored.withAge(maxEventAge).withNextSweep(sweepAfter(watermark));
  }

  /** Returns true if an event of this minute is certain to be new when its id is not remembered. */
  boolean isOpen(int minute, BucketClock clock, Instant watermark) {
    return minute >= clock.openFrom() && !isForgotten(minute, watermark);
  }

  /** Returns true if the ids of this minute may be forgotten at this watermark. */
  boolean isForgotten(int minute, Instant watermark) {
    return Minutes.lastMillis(minute) + maxEventAge.getMillis() <= watermark.getMillis();
  }

  /**
   * Returns when to sweep next: the first scheduled time of the bucket that is after 1970 and after
   * the watermark.
   */
  Instant sweepAfter(Instant watermark) {
    SweepInterval pause = sweeps();
    long hash = Hashing.murmur3_128().hashInt(bucket).asLong();
    Duration offset = Duration.millis(Math.floorMod(hash, pause.length().getMillis()));
    Instant now = Instant.ofEpochMilli(Math.max(watermark.getMillis(), 0));
    return pause.nextAfter(now.plus(offset)).minus(offset);
  }
}
