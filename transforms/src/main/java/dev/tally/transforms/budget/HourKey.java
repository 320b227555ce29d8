package dev.tally.transforms.budget;

import dev.tally.transforms.model.AdMetric;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Defines the keys of the counted records: an hour of event time and a bucket. The records of a hot
 * campaign have many keys, and a key is forgotten as a whole.
 */
final class HourKey {
  /** The number of buckets of an hour. It is part of the savepoint contract. */
  private static final int BUCKETS = 128;

  private static final Duration HOUR = Duration.standardHours(1);

  private HourKey() {}

  static long of(AdMetric metric) {
    long hour = Math.floorDiv(metric.getMinute().getMillis(), HOUR.getMillis());
    return hour * BUCKETS + RecordId.of(metric.getRecordUuid()).bucket(BUCKETS);
  }

  /** Returns the end of the hour, exclusive. */
  static Instant end(long key) {
    return Instant.ofEpochMilli((Math.floorDiv(key, BUCKETS) + 1) * HOUR.getMillis());
  }
}
