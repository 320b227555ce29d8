package dev.tally.transforms.attribute;

import dev.tally.transforms.model.Touch;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * {@code HourCounts} count the forgotten touches of each hour. Only the latest touches of an order
 * are kept, so these counts are needed for the total number of its touches.
 *
 * @param clicks the number of clicks by hour since 1970, UTC
 * @param impressions the number of impressions by hour since 1970, UTC
 */
record HourCounts(NavigableMap<Long, Long> clicks, NavigableMap<Long, Long> impressions) {
  private static final long HOUR = Duration.standardHours(1).getMillis();

  static HourCounts none() {
    return new HourCounts(new TreeMap<>(), new TreeMap<>());
  }

  static HourCounts copyOf(@Nullable HourCounts counts) {
    return counts == null
        ? none()
        : new HourCounts(new TreeMap<>(counts.clicks), new TreeMap<>(counts.impressions));
  }

  static long hour(Instant time) {
    return Math.floorDiv(time.getMillis(), HOUR);
  }

  static Instant startOf(long hour) {
    return Instant.ofEpochMilli(hour * HOUR);
  }

  void add(Touch touch) {
    of(touch.isClick()).merge(hour(touch.time()), 1L, Long::sum);
  }

  long since(long hour, boolean click) {
    return of(click).tailMap(hour).values().stream().mapToLong(Long::longValue).sum();
  }

  /** Removes the hours before these. Returns true if there were any. */
  boolean forgetBefore(long hourOfClicks, long hourOfImpressions) {
    boolean some =
        !clicks.headMap(hourOfClicks).isEmpty()
            || !impressions.headMap(hourOfImpressions).isEmpty();
    clicks.headMap(hourOfClicks).clear();
    impressions.headMap(hourOfImpressions).clear();
    return some;
  }

  boolean isEmpty() {
    return clicks.isEmpty() && impressions.isEmpty();
  }

  private NavigableMap<Long, Long> of(boolean click) {
    return click ? clicks : impressions;
  }
}
