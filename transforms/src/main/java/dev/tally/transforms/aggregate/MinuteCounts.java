package dev.tally.transforms.aggregate;

import com.google.common.collect.Range;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.EventType;
import dev.tally.transforms.model.Minutes;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Counts events by region, campaign, ad, store and minute in memory, for minutes whose events are
 * all known. The result is the same as that of the last revisions of {@link CountByMinute}, in
 * whatever order the events are added.
 *
 * <p>Limits: per row about 250 bytes; with a double-click window also about 200 bytes per user, ad
 * and window with a click (both estimated).
 */
public final class MinuteCounts {
  private final Range<Instant> times;
  private final Duration doubleClickWindow;
  private final Map<MinuteKey, Counts> counts = new HashMap<>();
  private final Map<SliceKey, ClickSlice> slices = new HashMap<>();

  private record SliceKey(String userId, String adId, long slice) {
    SliceKey plus(int more) {
      return new SliceKey(userId, adId, slice + more);
    }
  }

  private MinuteCounts(Range<Instant> times, Duration doubleClickWindow) {
    this.times = times;
    this.doubleClickWindow = doubleClickWindow;
  }

  /**
   * Returns empty counts of the minutes of a time range.
   *
   * @param from the start of the first minute
   * @param to the end, exclusive, of the last minute
   * @param doubleClickWindow zero to find no repeat clicks
   */
  public static MinuteCounts between(Instant from, Instant to, Duration doubleClickWindow) {
    return new MinuteCounts(Range.closedOpen(from, to), doubleClickWindow);
  }

  /**
   * Adds an event, which must not be added twice. Of the events outside the range, only clicks
   * within the double-click window before it have an effect.
   */
  public void add(AdEvent event) {
    if (times.contains(event.getEventTime())) {
      counts.merge(MinuteKey.of(event), Counts.of(event), Counts::plus);
    }
    if (event.getEventType() == EventType.CLICK && canRepeat(event.getEventTime())) {
      findRepeats(event);
    }
  }

  private boolean canRepeat(Instant time) {
    return doubleClickWindow.isLongerThan(Duration.ZERO)
        && time.isBefore(times.upperEndpoint())
        && !time.plus(doubleClickWindow).isBefore(times.lowerEndpoint());
  }

  private void findRepeats(AdEvent click) {
    RepeatRule rule = new RepeatRule(doubleClickWindow);
    SliceKey at =
        new SliceKey(click.getUserId(), click.getAdId(), rule.sliceOf(click.getEventTime()));
    RepeatRule.Change change =
        rule.add(click, slices.get(at.plus(-1)), slices.get(at), slices.get(at.plus(1)));
    slices.put(at, change.slice());
    if (change.next() != null) {
      slices.put(at.plus(1), change.next());
    }
    for (RepeatRule.Repeat repeat : change.repeats()) {
      if (times.contains(repeat.time())) {
        counts.merge(
            new MinuteKey(repeat.key(), Minutes.of(repeat.time())),
            Counts.ofRepeat(click.getBrokerTime()),
            Counts::plus);
      }
    }
  }

  /** Passes the metric of each row to {@code out}. */
  public void forEach(int generation, Consumer<AdMetric> out) {
    counts.forEach(
        (row, sum) -> out.accept(sum.toMetric(row.key(), Minutes.start(row.minute()), generation)));
  }
}
