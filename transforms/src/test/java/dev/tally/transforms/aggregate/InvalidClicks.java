package dev.tally.transforms.aggregate;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.EventType;
import dev.tally.transforms.model.MeasureSums;
import dev.tally.transforms.model.MetricMeasure;
import dev.tally.transforms.model.PlaceholderIds;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.joda.time.Duration;

/** Computes the counts of events by the definitions of repeat clicks and invalid traffic. */
final class InvalidClicks {
  private final List<AdEvent> events;
  private final Duration window;
  private final int limit;

  /**
   * @param window zero for no repeat clicks
   * @param limit 0 for no limit of clicks per user and hour
   */
  InvalidClicks(List<AdEvent> events, Duration window, int limit) {
    this.events = events;
    this.window = window;
    this.limit = limit;
  }

  /** Returns the counts of each row. */
  Map<String, MeasureSums> rows() {
    Map<String, MeasureSums> rows = new TreeMap<>();
    for (AdEvent event : events) {
      boolean isClick = event.getEventType() == EventType.CLICK;
      boolean isRepeat = isClick && events.stream().anyMatch(other -> makesRepeat(other, event));
      boolean isInvalid = event.isInvalid() || isRepeat || (isClick && isTooFast(event));
      MeasureSums one =
          MeasureSums.NONE
              .with(isClick ? MetricMeasure.CLICKS : MetricMeasure.IMPRESSIONS, 1)
              .with(MetricMeasure.SPEND_MICROS, event.getCostMicros())
              .with(MetricMeasure.REPEAT_CLICKS, isRepeat ? 1 : 0)
              .with(
                  isClick ? MetricMeasure.INVALID_CLICKS : MetricMeasure.INVALID_IMPRESSIONS,
                  isInvalid ? 1 : 0);
      MinuteKey row = MinuteKey.of(event);
      rows.merge(row.key() + " " + row.minute(), one, MeasureSums::plus);
    }
    return rows;
  }

  /** Returns the counts of the highest revision of each row. */
  static Map<String, MeasureSums> rowsOf(Collection<AdMetric> metrics) {
    Map<String, AdMetric> highest = new TreeMap<>();
    for (AdMetric metric : metrics) {
      MetricKey key =
          new MetricKey(
              metric.getRegion(), metric.getCampaignId(), metric.getAdId(), metric.getStoreId());
      highest.merge(
          key + " " + metric.getMinute().getMillis() / 60_000,
          metric,
          (one, other) -> one.getRevision() >= other.getRevision() ? one : other);
    }
    Map<String, MeasureSums> rows = new TreeMap<>();
    highest.forEach((row, metric) -> rows.put(row, metric.getSums()));
    return rows;
  }

  private boolean isTooFast(AdEvent click) {
    long hour = hour(click);
    return limit > 0
        && !PlaceholderIds.standard().contains(click.getUserId())
        && events.stream()
                .filter(other -> other.getEventType() == EventType.CLICK)
                .filter(other -> other.getUserId().equals(click.getUserId()))
                .filter(other -> hour(other) == hour)
                .count()
            > limit;
  }

  private static long hour(AdEvent event) {
    return event.getEventTime().getMillis() / 3_600_000;
  }

  private boolean makesRepeat(AdEvent other, AdEvent click) {
    long distance = click.getEventTime().getMillis() - other.getEventTime().getMillis();
    return window.isLongerThan(Duration.ZERO)
        && other.getEventType() == EventType.CLICK
        && other.getUserId().equals(click.getUserId())
        && other.getAdId().equals(click.getAdId())
        && (distance == 0
            ? other.getEventId().compareTo(click.getEventId()) < 0
            : distance > 0 && distance <= window.getMillis());
  }
}
