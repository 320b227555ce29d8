package dev.tally.transforms.aggregate;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.AdMetricCoder;
import dev.tally.transforms.model.BlockCoder;
import dev.tally.transforms.model.BucketCoder;
import dev.tally.transforms.model.Revision;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
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
 * <p>State: per key and minute one {@code Counts}, about 30 bytes and the key, until the watermark
 * is {@code maxEventAge} after the end of the minute, and up to an eighth of {@code maxEventAge}
 * longer; for repeats see {@link FindRepeatClicks}.
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
    return new AutoValue_CountByMinute(maxEventAge, DEFAULT_EARLY_PANE, 0, Duration.ZERO);
  }

  abstract Duration maxEventAge();

  abstract Duration earlyPane();

  abstract int generation();

  abstract Duration doubleClickWindow();

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
    return new AutoValue_CountByMinute(maxEventAge(), earlyPane, generation(), doubleClickWindow());
  }

  /**
   * Sets the generation. All records of a generation have higher revisions than those of a lower
   * one. Range: 0 to 63. Default: 0.
   */
  public CountByMinute withGeneration(int generation) {
    return new AutoValue_CountByMinute(
        maxEventAge(), earlyPane(), Revision.checkGeneration(generation), doubleClickWindow());
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
    return new AutoValue_CountByMinute(maxEventAge(), earlyPane(), generation(), window);
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
    return (doubleClickWindow().equals(Duration.ZERO) ? counts : withRepeats(counts, events))
        .apply("Sum", ParDo.of(new SumMinutesFn(maxEventAge(), earlyPane(), generation())))
        .setCoder(AdMetricCoder.of());
  }

  private PCollection<KV<Integer, List<KV<MinuteKey, Counts>>>> withRepeats(
      PCollection<KV<Integer, List<KV<MinuteKey, Counts>>>> counts, PCollection<AdEvent> events) {
    RepeatRule rule = new RepeatRule(doubleClickWindow());
    PCollection<KV<Integer, List<KV<MinuteKey, Counts>>>> repeats =
        events
            .apply("FindRepeatClicks", new FindRepeatClicks(rule, maxEventAge()))
            .apply("RepeatBundle", countBundle(repeat -> repeat))
            .setCoder(BLOCKS);
    return PCollectionList.of(counts).and(repeats).apply("AddRepeats", Flatten.pCollections());
  }

  private static <T> ParDo.SingleOutput<T, KV<Integer, List<KV<MinuteKey, Counts>>>> countBundle(
      SerializableFunction<T, KV<MinuteKey, Counts>> countsOf) {
    return ParDo.of(new CountBundleFn<>(BUCKETS, countsOf));
  }
}
