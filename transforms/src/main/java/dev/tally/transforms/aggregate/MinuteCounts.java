package dev.tally.transforms.aggregate;

import com.google.common.collect.Range;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.EventType;
import dev.tally.transforms.model.Minutes;
import dev.tally.transforms.model.PlaceholderIds;
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
 * and window with a click, and with a limit about 200 bytes per user and hour with a click and 150
 * per click up to the limit (all estimated).
 */
public final class MinuteCounts {
  private final Range<Instant> times;
  private final Duration doubleClickWindow;
  private final Map<MinuteKey, Counts> counts = new HashMap<>();
  private final Map<SliceKey, ClickSlice> slices = new HashMap<>();
  private final RateRule rate;
  private final Range<Instant> hours;
  private final Map<UserHour, MemoryHour> userHours = new HashMap<>();

  private record SliceKey(String userId, String adId, long slice) {
    SliceKey plus(int more) {
      return new SliceKey(userId, adId, slice + more);
    }
  }

  private MinuteCounts(Range<Instant> times, Duration doubleClickWindow, RateRule rate) {
    this.times = times;
    this.doubleClickWindow = doubleClickWindow;
    this.rate = rate;
    this.hours =
        Range.closedOpen(
            UserHour.start(times.lowerEndpoint()),
            UserHour.start(times.upperEndpoint().minus(Duration.millis(1)))
                .plus(Duration.standardHours(1)));
  }

  /**
   * Returns empty counts of the minutes of a time range.
   *
   * @param from the start of the first minute
   * @param to the end, exclusive, of the last minute
   * @param doubleClickWindow zero to find no repeat clicks
   */
  public static MinuteCounts between(Instant from, Instant to, Duration doubleClickWindow) {
    return new MinuteCounts(Range.closedOpen(from, to), doubleClickWindow, RateRule.OFF);
  }

  /**
   * Returns empty counts with a limit of clicks per user and hour; see {@link
   * CountByMinute#withMaxClicksPerUserHour}. All events of the hours that the range touches must be
   * added.
   */
  public MinuteCounts withMaxClicksPerUserHour(int maxClicks, PlaceholderIds placeholders) {
    return new MinuteCounts(times, doubleClickWindow, new RateRule(maxClicks, placeholders));
  }

  /**
   * Adds an event, which must not be added twice. Of the events outside the range, only clicks
   * within the double-click window before it have an effect and, with a limit, clicks of the same
   * hours.
   */
  public void add(AdEvent event) {
    if (times.contains(event.getEventTime())) {
      counts.merge(MinuteKey.of(event), Counts.of(event), Counts::plus);
    }
    if (event.getEventType() == EventType.CLICK && canRepeat(event.getEventTime())) {
      findRepeats(event);
    }
    if (event.getEventType() == EventType.CLICK && hours.contains(event.getEventTime())) {
      rate(event.getUserId(), UserClick.of(event));
    }
  }

  /** Adds a click or a repeat to those of the user and hour, if there is a limit. */
  private void rate(String userId, UserClick click) {
    if (rate.appliesTo(userId)) {
      MemoryHour hour =
          userHours.computeIfAbsent(UserHour.of(userId, click.row()), none -> new MemoryHour());
      rate.add(
          click,
          hour,
          (row, number) -> add(row, Counts.ofInvalidClicks(number, click.brokerTime())));
    }
  }

  private void add(MinuteKey row, Counts more) {
    if (times.contains(Minutes.start(row.minute()))) {
      counts.merge(row, more, Counts::plus);
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
    for (RepeatRule.Repeat found : change.repeats()) {
      UserClick repeat = UserClick.of(found, click.getBrokerTime());
      if (times.contains(found.time())) {
        add(repeat.row(), rate.countsOf(click.getUserId(), repeat));
        rate(click.getUserId(), repeat);
      }
    }
  }

  /** Passes the metric of each row to {@code out}. */
  public void forEach(int generation, Consumer<AdMetric> out) {
    counts.forEach(
        (row, sum) -> out.accept(sum.toMetric(row.key(), Minutes.start(row.minute()), generation)));
  }

  /** The clicks of one user and hour. */
  private static final class MemoryHour implements RateRule.Hour {
    private final Map<MinuteKey, Long> pending = new HashMap<>();
    private long clicks;

    @Override
    public long clicks() {
      return clicks;
    }

    @Override
    public void setClicks(long clicks) {
      this.clicks = clicks;
    }

    @Override
    public long pending(MinuteKey row) {
      return pending.getOrDefault(row, 0L);
    }

    @Override
    public void setPending(MinuteKey row, long clicks) {
      if (clicks == 0) {
        pending.remove(row);
      } else {
        pending.put(row, clicks);
      }
    }

    @Override
    public Map<MinuteKey, Long> allPending() {
      return Map.copyOf(pending);
    }
  }
}
