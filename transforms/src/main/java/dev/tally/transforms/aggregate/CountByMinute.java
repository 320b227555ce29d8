package dev.tally.transforms.aggregate;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.AdMetricCoder;
import dev.tally.transforms.model.Revision;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.windowing.AfterProcessingTime;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.Trigger;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.joda.time.Duration;

/**
 * Counts events by region, campaign, ad, store and minute of event time.
 *
 * <p>Input: events, each once, with their event time as timestamp.
 *
 * <p>Output: cumulative metrics in one-minute windows. There are many metrics per record UUID, in
 * no particular order, and a metric has a higher revision than those whose counts it includes.
 * While the minute is open, one is emitted every {@code earlyPane} (processing time) in which an
 * event arrived, then one when the watermark passes the end of the minute, and then one every
 * {@code earlyPane} in which a late event arrived.
 *
 * <p>With a double-click window, a click is also counted as a repeat click if another click of its
 * user on its ad is within the window before it. This may become known after the click was counted,
 * so a metric may contain clicks whose repeats follow in a higher revision.
 *
 * <p>State: per key and minute one {@code Counts}, about 30 bytes, until the watermark is {@code
 * maxEventAge} after the end of the minute; for repeats see {@link FindRepeatClicks}.
 *
 * <p>Limits: an event whose minute ended more than {@code maxEventAge} before the watermark is
 * dropped by the runner. This does not happen if the watermark never passes the broker time of an
 * event that has not arrived yet.
 */
@AutoValue
public abstract class CountByMinute
    extends PTransform<PCollection<AdEvent>, PCollection<AdMetric>> {
  /** The longest double-click window. */
  public static final Duration LONGEST_DOUBLE_CLICK = Duration.standardHours(1);

  private static final Duration MINUTE = Duration.standardMinutes(1);
  private static final Duration DEFAULT_EARLY_PANE = Duration.standardSeconds(10);
  private static final int SLOTS_PER_BUNDLE = 10_000;
  private static final KvCoder<MetricKey, Counts> COUNTS =
      KvCoder.of(new MetricKeyCoder(), new CountsCoder());

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
   * Sets how long after the first new event of a minute the next metric is emitted, in processing
   * time; this includes late events. Default: 10 s.
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
    PCollection<KV<MetricKey, Counts>> counts =
        events
            .apply("Minutes", minutes())
            .apply("CountBundle", countBundle(e -> KV.of(MetricKey.of(e), Counts.of(e))))
            .setCoder(COUNTS);
    return (doubleClickWindow().equals(Duration.ZERO) ? counts : withRepeats(counts, events))
        .apply("Sum", Combine.perKey(new SumFn()))
        .apply("Metrics", ParDo.of(new MetricFn(generation())))
        .setCoder(AdMetricCoder.of());
  }

  private PCollection<KV<MetricKey, Counts>> withRepeats(
      PCollection<KV<MetricKey, Counts>> counts, PCollection<AdEvent> events) {
    RepeatRule rule = new RepeatRule(doubleClickWindow());
    PCollection<KV<MetricKey, Counts>> repeats =
        events
            .apply("FindRepeatClicks", new FindRepeatClicks(rule, maxEventAge()))
            .apply("RepeatMinutes", minutes())
            .apply("RepeatBundle", countBundle(repeat -> repeat))
            .setCoder(COUNTS);
    return PCollectionList.of(counts).and(repeats).apply("AddRepeats", Flatten.pCollections());
  }

  private static <T> ParDo.SingleOutput<T, KV<MetricKey, Counts>> countBundle(
      SerializableFunction<T, KV<MetricKey, Counts>> countsOf) {
    return ParDo.of(new CountBundleFn<>(SLOTS_PER_BUNDLE, countsOf));
  }

  private <T> Window<T> minutes() {
    return Window.<T>into(FixedWindows.of(MINUTE))
        .triggering(
            AfterWatermark.pastEndOfWindow()
                .withEarlyFirings(afterEarlyPane())
                .withLateFirings(afterEarlyPane()))
        .withAllowedLateness(maxEventAge(), Window.ClosingBehavior.FIRE_IF_NON_EMPTY)
        .withOnTimeBehavior(Window.OnTimeBehavior.FIRE_IF_NON_EMPTY)
        .accumulatingFiredPanes();
  }

  private Trigger.OnceTrigger afterEarlyPane() {
    return AfterProcessingTime.pastFirstElementInPane().plusDelayOf(earlyPane());
  }

  private static final class MetricFn extends DoFn<KV<MetricKey, Counts>, AdMetric> {
    private final Counter emitted = Metrics.counter(CountByMinute.class, "metrics_emitted");
    private final int generation;

    MetricFn(int generation) {
      this.generation = generation;
    }

    @ProcessElement
    public void process(
        @Element KV<MetricKey, Counts> counted,
        IntervalWindow minute,
        OutputReceiver<AdMetric> out) {
      emitted.inc();
      out.output(counted.getValue().toMetric(counted.getKey(), minute.start(), generation));
    }
  }
}
