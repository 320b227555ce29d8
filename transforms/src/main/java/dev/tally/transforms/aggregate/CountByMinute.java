package dev.tally.transforms.aggregate;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.AdMetricCoder;
import dev.tally.transforms.model.BlockCoder;
import dev.tally.transforms.model.BucketCoder;
import dev.tally.transforms.model.EventType;
import dev.tally.transforms.model.InvalidTrafficRules;
import dev.tally.transforms.model.PlaceholderIds;
import dev.tally.transforms.model.Revision;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.joda.time.Duration;

/**
 * Counts events by region, campaign, ad, store and minute of event time.
 *
 * <p>Input: events, each once, in the global window.
 *
 * <p>Output: cumulative metrics. There are many metrics per record UUID, in no particular order,
 * and a metric has a higher revision than those whose counts it includes. While the minute is open,
 * one is emitted every {@code earlyPane} (processing time) in which an event arrived, then one when
 * the watermark passes the end of the minute, and then one every {@code earlyPane} in which a late
 * event arrived.
 *
 * <p>With a double-click window, a click is also counted as a repeat click if another click of its
 * user on its ad is within the window before it. This may become known after the click was counted,
 * so a metric may contain clicks whose repeats follow in a higher revision.
 *
 * <p>With a limit of clicks per user and hour, all clicks of a user who exceeds it are invalid; see
 * {@link RateRule}. This too becomes known later, up to {@code maxEventAge} after the end of the
 * hour; minutes are then open for an hour longer.
 *
 * <p>State: per key and minute one {@code Counts}, about 30 bytes and the key, until the watermark
 * is {@code maxEventAge} after the end of the minute, and up to an eighth of {@code maxEventAge}
 * longer; for repeats see {@link FindRepeatClicks}, for limits {@link RateClicksFn}.
 *
 * <p>Limits: an event whose minute ended more than {@code maxEventAge} before the watermark is
 * dropped and counted in {@code droppedDueToLateness}. This does not happen if the watermark never
 * passes the broker time of an event that has not arrived yet.
 */
@AutoValue
public abstract class CountByMinute
    extends PTransform<PCollection<AdEvent>, PCollection<AdMetric>> {
  /** The longest double-click window. */
  public static final Duration LONGEST_DOUBLE_CLICK = Duration.standardHours(1);

  private static final Duration DEFAULT_EARLY_PANE = Duration.standardSeconds(10);

  /**
   * The number of buckets of rows. It is part of the savepoint contract and therefore not an
   * option.
   */
  private static final int BUCKETS = 1 << 8;

  private static final Coder<KV<UserHour, UserClick>> USER_CLICKS =
      KvCoder.of(new UserHourCoder(), new UserClickCoder());

  private static final Coder<KV<Integer, List<KV<MinuteKey, Counts>>>> BLOCKS =
      KvCoder.of(
          BucketCoder.of(BUCKETS),
          BlockCoder.of(KvCoder.of(new MinuteKeyCoder(), new CountsCoder())));

  /**
   * Returns a transform that accepts events until the watermark is {@code maxEventAge} after the
   * end of their minute.
   */
  public static CountByMinute within(Duration maxEventAge) {
    checkArgument(
        maxEventAge.isLongerThan(Duration.ZERO),
        "maxEventAge must be longer than zero, is %s",
        maxEventAge);
    return new AutoValue_CountByMinute(
        maxEventAge, DEFAULT_EARLY_PANE, 0, Duration.ZERO, RateRule.OFF);
  }

  abstract Duration maxEventAge();

  abstract Duration earlyPane();

  abstract int generation();

  abstract Duration doubleClickWindow();

  abstract RateRule rate();

  /**
   * Sets how long after the first new event of a minute the next metric is emitted at the latest,
   * in processing time; this includes late events. Default: 10 s.
   *
   * @throws IllegalArgumentException if {@code earlyPane} is not longer than zero
   */
  public CountByMinute withEarlyPane(Duration earlyPane) {
    checkArgument(
        earlyPane.isLongerThan(Duration.ZERO),
        "earlyPane must be longer than zero, is %s",
        earlyPane);
    return new AutoValue_CountByMinute(
        maxEventAge(), earlyPane, generation(), doubleClickWindow(), rate());
  }

  /**
   * Sets the generation. All records of a generation have higher revisions than those of a lower
   * one. Range: 0 to 63. Default: 0.
   */
  public CountByMinute withGeneration(int generation) {
    return new AutoValue_CountByMinute(
        maxEventAge(),
        earlyPane(),
        Revision.checkGeneration(generation),
        doubleClickWindow(),
        rate());
  }

  /**
   * Sets the double-click window: a click is also counted as a repeat click if another click of its
   * user on its ad is at most this long before it. Range: zero to one hour. Default: zero, which
   * counts no repeats.
   *
   * @throws IllegalArgumentException if {@code window} is out of range
   */
  public CountByMinute withDoubleClickWindow(Duration window) {
    checkArgument(
        !window.isShorterThan(Duration.ZERO) && !window.isLongerThan(LONGEST_DOUBLE_CLICK),
        "doubleClickWindow must be from zero to an hour, is %s",
        window);
    return new AutoValue_CountByMinute(maxEventAge(), earlyPane(), generation(), window, rate());
  }

  /**
   * Sets how many clicks a user may have in one UTC hour of event time. If there are more, all of
   * them are invalid. Range: 0 to 100,000. Default: 0, which sets no limit.
   *
   * @param placeholders user ids that identify no user, to whose clicks no limit applies
   * @throws IllegalArgumentException if {@code maxClicks} is out of range
   */
  public CountByMinute withMaxClicksPerUserHour(int maxClicks, PlaceholderIds placeholders) {
    checkArgument(
        maxClicks >= 0 && maxClicks <= InvalidTrafficRules.HIGHEST_LIMIT,
        "maxClicks must be from 0 to %s, is %s",
        InvalidTrafficRules.HIGHEST_LIMIT,
        maxClicks);
    return new AutoValue_CountByMinute(
        maxEventAge(),
        earlyPane(),
        generation(),
        doubleClickWindow(),
        new RateRule(maxClicks, placeholders));
  }

  @Override
  public PCollection<AdMetric> expand(PCollection<AdEvent> events) {
    checkArgument(
        events.getWindowingStrategy().getWindowFn() instanceof GlobalWindows,
        "CountByMinute keeps the counts of all minutes: apply it before any Window.into");
    PCollection<KV<Integer, List<KV<MinuteKey, Counts>>>> counts =
        events
            .apply("CountBundle", countBundle(e -> KV.of(MinuteKey.of(e), Counts.of(e))))
            .setCoder(BLOCKS);
    PCollectionList<KV<Integer, List<KV<MinuteKey, Counts>>>> all = PCollectionList.of(counts);
    PCollectionList<KV<UserHour, UserClick>> repeats = PCollectionList.empty(events.getPipeline());
    if (doubleClickWindow().isLongerThan(Duration.ZERO)) {
      repeats = repeats.and(repeats(events));
      all = all.and(repeatCounts(repeats.get(0)));
    }
    if (rate().isOn()) {
      all = all.and(invalidCounts(events, repeats));
    }
    return (all.size() == 1 ? counts : all.apply("AddRepeats", Flatten.pCollections()))
        .apply("Sum", ParDo.of(new SumMinutesFn(openFor(), earlyPane(), generation())))
        .setCoder(AdMetricCoder.of());
  }

  /**
   * Returns how long after its end a minute is open. The last click of an hour can make clicks of
   * the whole hour invalid.
   */
  private Duration openFor() {
    return rate().isOn() ? maxEventAge().plus(Duration.standardHours(1)) : maxEventAge();
  }

  private PCollection<KV<UserHour, UserClick>> repeats(PCollection<AdEvent> events) {
    RepeatRule rule = new RepeatRule(doubleClickWindow());
    return events.apply("FindRepeatClicks", new FindRepeatClicks(rule, maxEventAge()));
  }

  private PCollection<KV<Integer, List<KV<MinuteKey, Counts>>>> repeatCounts(
      PCollection<KV<UserHour, UserClick>> repeats) {
    RateRule rate = rate();
    return repeats
        .apply(
            "RepeatBundle",
            countBundle(
                repeat ->
                    KV.of(
                        repeat.getValue().row(),
                        rate.countsOf(repeat.getKey().userId(), repeat.getValue()))))
        .setCoder(BLOCKS);
  }

  private PCollection<KV<Integer, List<KV<MinuteKey, Counts>>>> invalidCounts(
      PCollection<AdEvent> events, PCollectionList<KV<UserHour, UserClick>> repeats) {
    return repeats
        .and(events.apply("KeyByHour", ParDo.of(new KeyByHourFn())).setCoder(USER_CLICKS))
        .apply("ClicksAndRepeats", Flatten.pCollections())
        .apply("OfUsers", ParDo.of(new OfUsersFn(rate())))
        .setCoder(USER_CLICKS)
        .apply("RateClicks", ParDo.of(new RateClicksFn(rate(), maxEventAge())))
        .setCoder(KvCoder.of(new MinuteKeyCoder(), new CountsCoder()))
        .apply("InvalidBundle", countBundle(invalid -> invalid))
        .setCoder(BLOCKS);
  }

  private static <T> ParDo.SingleOutput<T, KV<Integer, List<KV<MinuteKey, Counts>>>> countBundle(
      SerializableFunction<T, KV<MinuteKey, Counts>> countsOf) {
    return ParDo.of(new CountBundleFn<>(BUCKETS, countsOf));
  }

  private static final class KeyByHourFn extends DoFn<AdEvent, KV<UserHour, UserClick>> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element AdEvent event, OutputReceiver<KV<UserHour, UserClick>> out) {
      if (event.getEventType() == EventType.CLICK) {
        UserClick click = UserClick.of(event);
        out.output(KV.of(UserHour.of(event.getUserId(), click.row()), click));
      }
    }
  }

  /** Passes on the clicks of users to whom the limit applies. */
  private static final class OfUsersFn
      extends DoFn<KV<UserHour, UserClick>, KV<UserHour, UserClick>> {
    private static final long serialVersionUID = 1L;
    private final RateRule rule;

    OfUsersFn(RateRule rule) {
      this.rule = rule;
    }

    @ProcessElement
    public void process(
        @Element KV<UserHour, UserClick> click, OutputReceiver<KV<UserHour, UserClick>> out) {
      if (rule.appliesTo(click.getKey().userId())) {
        out.output(click);
      }
    }
  }
}
