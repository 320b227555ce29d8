package dev.tally.transforms.aggregate;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.AdMetricCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
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
import org.apache.beam.sdk.values.PCollectionList;
import org.joda.time.Duration;

/**
 * Counts like {@link CountByMinute}, with the windows and triggers of Beam instead of timers and
 * state. It is slower, and its results are correct by the definition of windows.
 */
final class WindowedCounts extends PTransform<PCollection<AdEvent>, PCollection<AdMetric>> {
  private static final long serialVersionUID = 1L;
  private static final Duration MINUTE = Duration.standardMinutes(1);
  private static final KvCoder<MetricKey, Counts> COUNTS =
      KvCoder.of(new MetricKeyCoder(), new CountsCoder());

  private final Duration maxEventAge;
  private final Duration earlyPane;
  private final Duration doubleClickWindow;

  WindowedCounts(Duration maxEventAge, Duration earlyPane, Duration doubleClickWindow) {
    this.maxEventAge = maxEventAge;
    this.earlyPane = earlyPane;
    this.doubleClickWindow = doubleClickWindow;
  }

  @Override
  public PCollection<AdMetric> expand(PCollection<AdEvent> events) {
    PCollection<KV<MetricKey, Counts>> counts =
        events.apply("Count", ParDo.of(new CountFn())).setCoder(COUNTS).apply("Minutes", minutes());
    return (doubleClickWindow.equals(Duration.ZERO) ? counts : withRepeats(counts, events))
        .apply("Sum", Combine.perKey(new SumFn()))
        .apply("Metrics", ParDo.of(new MetricFn()))
        .setCoder(AdMetricCoder.of());
  }

  private PCollection<KV<MetricKey, Counts>> withRepeats(
      PCollection<KV<MetricKey, Counts>> counts, PCollection<AdEvent> events) {
    PCollection<KV<MetricKey, Counts>> repeats =
        events
            .apply(
                "FindRepeatClicks",
                new FindRepeatClicks(new RepeatRule(doubleClickWindow), maxEventAge))
            .apply("CountRepeat", ParDo.of(new RepeatFn()))
            .setCoder(COUNTS)
            .apply("RepeatMinutes", minutes());
    return PCollectionList.of(counts).and(repeats).apply("AddRepeats", Flatten.pCollections());
  }

  private <T> Window<T> minutes() {
    return Window.<T>into(FixedWindows.of(MINUTE))
        .triggering(
            AfterWatermark.pastEndOfWindow()
                .withEarlyFirings(afterEarlyPane())
                .withLateFirings(afterEarlyPane()))
        .withAllowedLateness(maxEventAge, Window.ClosingBehavior.FIRE_IF_NON_EMPTY)
        .withOnTimeBehavior(Window.OnTimeBehavior.FIRE_IF_NON_EMPTY)
        .accumulatingFiredPanes();
  }

  private Trigger.OnceTrigger afterEarlyPane() {
    return AfterProcessingTime.pastFirstElementInPane().plusDelayOf(earlyPane);
  }

  private static final class CountFn extends DoFn<AdEvent, KV<MetricKey, Counts>> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element AdEvent event, OutputReceiver<KV<MetricKey, Counts>> out) {
      out.output(KV.of(MetricKey.of(event), Counts.of(event)));
    }
  }

  private static final class RepeatFn extends DoFn<KV<UserHour, UserClick>, KV<MetricKey, Counts>> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(
        @Element KV<UserHour, UserClick> repeat, OutputReceiver<KV<MetricKey, Counts>> out) {
      UserClick click = repeat.getValue();
      out.output(KV.of(click.row().key(), Counts.ofRepeat(click.brokerTime())));
    }
  }

  private static final class MetricFn extends DoFn<KV<MetricKey, Counts>, AdMetric> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(
        @Element KV<MetricKey, Counts> counted,
        IntervalWindow minute,
        OutputReceiver<AdMetric> out) {
      out.output(counted.getValue().toMetric(counted.getKey(), minute.start(), 0));
    }
  }

  private static final class SumFn extends Combine.CombineFn<Counts, Counts, Counts> {
    private static final long serialVersionUID = 1L;

    @Override
    public Counts createAccumulator() {
      return Counts.NONE;
    }

    @Override
    public Counts addInput(Counts sum, Counts more) {
      return sum.plus(more);
    }

    @Override
    public Counts mergeAccumulators(Iterable<Counts> sums) {
      Counts all = Counts.NONE;
      for (Counts sum : sums) {
        all = all.plus(sum);
      }
      return all;
    }

    @Override
    public Counts extractOutput(Counts sum) {
      return sum;
    }

    @Override
    public Coder<Counts> getAccumulatorCoder(CoderRegistry registry, Coder<Counts> inputCoder) {
      return new CountsCoder();
    }

    @Override
    public Coder<Counts> getDefaultOutputCoder(CoderRegistry registry, Coder<Counts> inputCoder) {
      return new CountsCoder();
    }
  }
}
