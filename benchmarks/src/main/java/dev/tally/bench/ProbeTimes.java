package dev.tally.bench;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The times at which each probe of the freshness benchmark was first seen at each place, in epoch
 * milliseconds by the clock of this machine. Thread-safe.
 *
 * <p>A probe is an event with an ad of its own, so that its count is a row of its own. Its ad id
 * contains its number, which starts at 0.
 */
final class ProbeTimes {
  /** The campaign and store of all probes. */
  static final String CAMPAIGN = "probe";

  private static final String AD_PREFIX = "probe-";
  private static final long NOT_YET = 0;

  private final Map<Place, AtomicLongArray> times = new EnumMap<>(Place.class);
  private final int capacity;

  /** The places that a probe passes, in order. */
  enum Place {
    /** The producer is about to send the event. */
    SENT,
    /** Kafka has acknowledged the event. */
    ACKNOWLEDGED,
    /** A read-committed reader has the count from the topic of the aggregation job. */
    AD_METRICS,
    /** A read-committed reader has the count from the topic of the union job. */
    ALL_AD_METRICS,
    /** A query of Pinot has returned the count. */
    PINOT
  }

  /**
   * @param capacity the maximum number of probes
   */
  ProbeTimes(int capacity) {
    this.capacity = capacity;
    for (Place place : Place.values()) {
      times.put(place, new AtomicLongArray(capacity));
    }
  }

  int capacity() {
    return capacity;
  }

  /** Returns the ad id of a probe. Ad ids sort in the order of the numbers. */
  static String adId(int probe) {
    return AD_PREFIX + "%08d".formatted(probe);
  }

  /**
   * Returns the number of the probe with this ad id.
   *
   * @throws NumberFormatException if no probe has such an ad id
   */
  static int probe(String adId) {
    return Integer.parseInt(adId.substring(AD_PREFIX.length()));
  }

  /** Stores the time if the probe was not seen at this place before. */
  void seen(Place place, int probe, long time) {
    array(place).compareAndSet(probe, NOT_YET, time);
  }

  /** Returns true if the probe was seen at this place. */
  boolean has(Place place, int probe) {
    return at(place, probe) != NOT_YET;
  }

  /** Returns when the probe was seen at this place; 0 if it was not. */
  long at(Place place, int probe) {
    return array(place).get(probe);
  }

  /** Returns the number of the first probe, at or after a number, not yet seen at this place. */
  int firstMissing(Place place, int from) {
    int probe = from;
    while (probe < capacity && has(place, probe)) {
      probe++;
    }
    return probe;
  }

  /** Returns how many of the probes in the range were seen at this place. */
  long count(Place place, int from, int to) {
    long[] all = new long[to - from];
    Arrays.setAll(all, i -> at(place, from + i));
    return Arrays.stream(all).filter(time -> time != NOT_YET).count();
  }

  private AtomicLongArray array(Place place) {
    AtomicLongArray array = times.get(place);
    if (array == null) {
      throw new IllegalArgumentException(place.name());
    }
    return array;
  }
}
