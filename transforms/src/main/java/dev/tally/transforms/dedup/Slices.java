package dev.tally.transforms.dedup;

import com.google.common.hash.Hashing;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Event time cut into slices of equal length, so that the ids of one slice are forgotten together,
 * by one timer.
 *
 * <p>A slice is an eighth of {@code maxEventAge}, and at least a minute. Each bucket has its own
 * offset: otherwise all buckets would sweep at one instant.
 *
 * <p>A slice expires {@code maxEventAge} after its end: from then on the watermark is beyond event
 * time + {@code maxEventAge} for each of its events, and every further copy is refused as too old
 * before it gets here.
 */
final class Slices {
  private static final int SLICES_PER_AGE = 8;
  private static final Duration SHORTEST = Duration.standardMinutes(1);

  private final long ageMillis;
  private final long sliceMillis;
  private final long offsetMillis;

  private Slices(long ageMillis, long sliceMillis, long offsetMillis) {
    this.ageMillis = ageMillis;
    this.sliceMillis = sliceMillis;
    this.offsetMillis = offsetMillis;
  }

  static Slices of(Duration maxEventAge, int bucket) {
    long age = maxEventAge.getMillis();
    long slice = Math.max(age / SLICES_PER_AGE, SHORTEST.getMillis());
    long offset = Math.floorMod(Hashing.murmur3_128().hashInt(bucket).asLong(), slice);
    return new Slices(age, slice, offset);
  }

  /** The number of the slice that an event time lies in. */
  int sliceOf(Instant eventTime) {
    return Math.toIntExact(Math.floorDiv(eventTime.getMillis() + offsetMillis, sliceMillis));
  }

  /** The watermark at which the ids of a slice may be forgotten. */
  Instant expiryOf(int slice) {
    return Instant.ofEpochMilli((slice + 1L) * sliceMillis - offsetMillis + ageMillis);
  }
}
