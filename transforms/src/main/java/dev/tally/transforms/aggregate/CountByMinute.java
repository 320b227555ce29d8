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
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.AfterProcessingTime;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.Trigger;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
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
 * <p>State: for each ad and minute one {@code Counts}, about 30 bytes, until the watermark is
 * {@code maxEventAge} beyond the minute.
 *
 * <p>Limits: an event whose minute ended more than {@code maxEventAge} before the watermark is
 * dropped by the runner; with a watermark that never passes the broker time there is none.
 */
@AutoValue
public abstract class CountByMinute
    extends PTransform<PCollection<AdEvent>, PCollection<AdMetric>> {
  private static final Duration MINUTE = Duration.standardMinutes(1);
  private static final Duration DEFAULT_EARLY_PANE = Duration.standardSeconds(10);
  private static final int SLOTS_PER_BUNDLE = 10_000;

  /** Takes events until the watermark has passed their minute by {@code maxEventAge}. */
  public static CountByMinute within(Duration maxEventAge) {
    checkArgument(
        maxEventAge.isLongerThan(Duration.ZERO),
        "maxEventAge must be longer than zero, is %s",
        maxEventAge);
    return new AutoValue_CountByMinute(maxEventAge, DEFAULT_EARLY_PANE, 0);
  }

  abstract Duration maxEventAge();

  abstract Duration earlyPane();

  abstract int generation();

  /**
   * Emits counts so far this long after the first event they add, by default 10 s; late ones too.
   */
  public CountByMinute withEarlyPane(Duration earlyPane) {
    checkArgument(
        earlyPane.isLongerThan(Duration.ZERO),
        "earlyPane must be longer than zero, is %s",
        earlyPane);
    return new AutoValue_CountByMinute(maxEventAge(), earlyPane, generation());
  }

  /** Puts the records above all of a lower generation, from 0 (the default) to 63. */
  public CountByMinute withGeneration(int generation) {
    return new AutoValue_CountByMinute(
        maxEventAge(), earlyPane(), Revision.checkGeneration(generation));
  }

  @Override
  public PCollection<AdMetric> expand(PCollection<AdEvent> events) {
    return events
        .apply("Minutes", minutes())
        .apply("CountBundle", ParDo.of(new CountBundleFn(SLOTS_PER_BUNDLE)))
        .setCoder(KvCoder.of(new MetricKeyCoder(), new CountsCoder()))
        .apply("Sum", Combine.perKey(new SumFn()))
        .apply("Metrics", ParDo.of(new MetricFn(generation())))
        .setCoder(AdMetricCoder.of());
  }

  private Window<AdEvent> minutes() {
    return Window.<AdEvent>into(FixedWindows.of(MINUTE))
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
