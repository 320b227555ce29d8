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
 * <p>Input: events, each once, stamped with their event time.
 *
 * <p>Output: cumulative metrics in one-minute windows. Of one record UUID there are many, in no
 * certain order: one while the minute runs every {@code earlyPane} (processing time) in which an
 * event came, one when the watermark passes its end, then one every {@code earlyPane} in which a
 * late event came, each with a higher revision than what it contains.
 *
 * <p>With a double-click window a click is also counted as a repeat if another click of its user
 * and ad lies within the window before it. That it is one may be known later than that it is a
 * click, so a record may have clicks whose repeats are still to come, in a higher revision.
 *
 * <p>State: for each ad and minute one {@code Counts}, about 30 bytes, until the watermark is
 * {@code maxEventAge} beyond the minute; for repeats see {@link FindRepeatClicks}.
 *
 * <p>Limits: an event whose minute ended more than {@code maxEventAge} before the watermark is
 * dropped by the runner; with a watermark that never passes the broker time there is none.
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

  /** Takes events until the watermark has passed their minute by {@code maxEventAge}. */
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
   * Emits counts so far this long after the first event they add, by default 10 s; late ones too.
   */
  public CountByMinute withEarlyPane(Duration earlyPane) {
    checkArgument(
        earlyPane.isLongerThan(Duration.ZERO),
        "earlyPane must be longer than zero, is %s",
        earlyPane);
    return new AutoValue_CountByMinute(maxEventAge(), earlyPane, generation(), doubleClickWindow());
  }

  /** Puts the records above all of a lower generation, from 0 (the default) to 63. */
  public CountByMinute withGeneration(int generation) {
    return new AutoValue_CountByMinute(
        maxEventAge(), earlyPane(), Revision.checkGeneration(generation), doubleClickWindow());
  }

  /**
   * Counts a click as a repeat, too, if another click of its user and ad lies at most this long
   * before it, up to an hour; zero (the default) looks for no repeats.
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
