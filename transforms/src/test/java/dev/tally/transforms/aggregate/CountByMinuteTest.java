package dev.tally.transforms.aggregate;

import static dev.tally.transforms.Cast.BOB;
import static dev.tally.transforms.Cast.HOUR;
import static dev.tally.transforms.Cast.click;
import static dev.tally.transforms.Cast.counter;
import static dev.tally.transforms.Cast.impression;
import static dev.tally.transforms.Cast.noonPlus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.transforms.NotOnFlink;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdEventCoder;
import dev.tally.transforms.model.AdMetric;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Values;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPipelineExtension.class)
class CountByMinuteTest {
  private static final Duration EARLY_PANE = Duration.standardSeconds(10);
  private static final Instant MINUTE_END = noonPlus(60);

  /** The first watermark at which the minute of noon is closed. */
  private static final Instant CLOSED = MINUTE_END.plus(HOUR);

  private static final Coder<KV<MinuteKey, Counts>> ROW =
      KvCoder.of(new MinuteKeyCoder(), new CountsCoder());

  private static final Instant STILL_OPEN = CLOSED.minus(Duration.millis(1));
  private static final AdEvent CLICK = click("e-1");
  private static final AdEvent AGAIN = click("e-2", noonPlus(30));
  private static final AdEvent SHOWN = impression("e-3", noonPlus(59));
  private static final AdEvent BOBS = click("e-4", noonPlus(59)).toBuilder().setUserId(BOB).build();

  @Test
  void countsEventsThatAreOnTime(TestPipeline pipeline) {
    PipelineResult result =
        run(
            pipeline,
            stream()
                .addElements(at(CLICK), at(AGAIN), at(SHOWN), at(BOBS))
                .advanceWatermarkTo(MINUTE_END),
            metric(CLICK, AGAIN, SHOWN, BOBS));
    assertThat(counter(result, "events_counted")).isEqualTo(4);
    assertThat(counter(result, "metrics_emitted")).isEqualTo(1);
    assertThat(counter(result, "droppedDueToLateness")).isZero();
  }

  @Test
  @NotOnFlink("the Flink runner's TestStream does not support processing time")
  void correctsTheCount_whenALateEventArrives(TestPipeline pipeline) {
    PipelineResult result =
        run(
            pipeline,
            stream()
                .addElements(at(CLICK))
                .advanceWatermarkTo(STILL_OPEN)
                .addElements(at(AGAIN))
                .advanceProcessingTime(EARLY_PANE.plus(Duration.standardSeconds(1))),
            metric(CLICK),
            metric(CLICK, AGAIN));
    assertThat(counter(result, "droppedDueToLateness")).isZero();
  }

  @Test
  void countsALateEvent_whenTheMinuteClosesBeforeItsPane(TestPipeline pipeline) {
    PipelineResult result =
        run(
            pipeline,
            stream().addElements(at(CLICK)).advanceWatermarkTo(STILL_OPEN).addElements(at(AGAIN)),
            metric(CLICK),
            metric(CLICK, AGAIN));
    assertThat(counter(result, "droppedDueToLateness")).isZero();
  }

  @Test
  @NotOnFlink("the Flink runner's TestStream does not support processing time")
  void sendsLateEventsTogether_notOneByOne(TestPipeline pipeline) {
    run(
        pipeline,
        stream()
            .addElements(at(CLICK))
            .advanceWatermarkTo(STILL_OPEN)
            .addElements(at(AGAIN))
            .addElements(at(SHOWN))
            .addElements(at(BOBS))
            .advanceProcessingTime(EARLY_PANE.plus(Duration.standardSeconds(1))),
        metric(CLICK),
        metric(CLICK, AGAIN, SHOWN, BOBS));
  }

  @Test
  @NotOnFlink("the Flink runner's TestStream does not support processing time")
  void sendsWhatItHas_whileTheMinuteRuns(TestPipeline pipeline) {
    run(
        pipeline,
        stream()
            .addElements(at(CLICK))
            .advanceProcessingTime(EARLY_PANE.plus(Duration.standardSeconds(1)))
            .addElements(at(AGAIN))
            .advanceProcessingTime(EARLY_PANE.plus(Duration.standardSeconds(1)))
            .addElements(at(SHOWN))
            .advanceWatermarkTo(MINUTE_END),
        metric(CLICK),
        metric(CLICK, AGAIN),
        metric(CLICK, AGAIN, SHOWN));
  }

  @Test
  void emitsEachMinuteWhenItEnds_alsoAfterAnEarlierOne(TestPipeline pipeline) {
    AdEvent next = click("e-5", MINUTE_END);
    AdEvent late = click("e-6", MINUTE_END);
    run(
        pipeline,
        stream()
            .addElements(at(CLICK))
            .advanceWatermarkTo(MINUTE_END)
            .addElements(at(next))
            .advanceWatermarkTo(MINUTE_END.plus(Duration.standardMinutes(1)))
            .addElements(at(late)),
        metric(CLICK),
        metric(next),
        metric(next, late));
  }

  /** This cannot happen with a watermark that follows the broker time. */
  @Test
  void dropsAnEventAndCountsTheLoss_whenAWrongWatermarkRanAheadOfIt(TestPipeline pipeline) {
    PipelineResult result =
        run(
            pipeline,
            stream().addElements(at(CLICK)).advanceWatermarkTo(CLOSED).addElements(at(AGAIN)),
            metric(CLICK));
    assertThat(counter(result, "droppedDueToLateness")).isEqualTo(1);
  }

  @Test
  void forgetsTheMinute_whenItIsClosed(TestPipeline pipeline) {
    AdEvent nextMinute = click("e-5", MINUTE_END);
    PipelineResult result =
        run(
            pipeline,
            stream()
                .addElements(at(CLICK))
                .advanceWatermarkTo(CLOSED)
                .addElements(at(AGAIN), at(nextMinute)),
            metric(CLICK),
            metric(nextMinute));
    assertThat(counter(result, "droppedDueToLateness")).isEqualTo(1);
  }

  @Test
  void keepsMinutesAndKeysApart(TestPipeline pipeline) {
    AdEvent lastMillisecond = click("e-5", MINUTE_END.minus(Duration.millis(1)));
    AdEvent nextMinute = click("e-6", MINUTE_END);
    AdEvent otherAd = CLICK.toBuilder().setAdId("ad-2").build();
    AdEvent otherCampaign = CLICK.toBuilder().setCampaignId("campaign-2").build();
    AdEvent otherStore = CLICK.toBuilder().setStoreId("store-2").build();
    AdEvent otherRegion = CLICK.toBuilder().setRegion("eu-west").build();
    run(
        pipeline,
        stream()
            .addElements(
                at(CLICK),
                at(lastMillisecond),
                at(nextMinute),
                at(otherAd),
                at(otherCampaign),
                at(otherStore),
                at(otherRegion)),
        metric(CLICK, lastMillisecond),
        metric(nextMinute),
        metric(otherAd),
        metric(otherCampaign),
        metric(otherStore),
        metric(otherRegion));
  }

  @Test
  void putsTheGenerationIntoTheRevision(TestPipeline pipeline) {
    var metrics =
        pipeline
            .apply(stream().addElements(at(CLICK)).advanceWatermarkToInfinity())
            .apply("CountByMinute", CountByMinute.within(HOUR).withGeneration(3));
    PAssert.that(metrics)
        .containsInAnyOrder(metric(CLICK).toBuilder().setRevision((3L << 57) + 1).build());
    pipeline.run().waitUntilFinish();
  }

  @Test
  void emitsOneRowPerKeyAndMinute_forAllEventsOfABundle(TestPipeline pipeline) {
    AdEvent otherAd = click("e-5").toBuilder().setAdId("ad-2").build();
    AdEvent nextMinute = click("e-6", MINUTE_END);
    var rows =
        pipeline
            .apply(
                Create.of(List.of(List.of(CLICK, otherAd, AGAIN, nextMinute, SHOWN, otherAd)))
                    .withCoder(ListCoder.of(AdEventCoder.of())))
            .apply("OneBundle", Flatten.iterables())
            .apply(
                "CountBundle",
                ParDo.of(new CountBundleFn<AdEvent>(1, e -> KV.of(MinuteKey.of(e), Counts.of(e)))))
            .setCoder(KvCoder.of(VarIntCoder.of(), ListCoder.of(ROW)))
            .apply("Rows", Values.create())
            .apply("Each", Flatten.iterables())
            .setCoder(ROW);
    PAssert.that(rows)
        .containsInAnyOrder(
            List.of(
                KV.of(MinuteKey.of(CLICK), sum(CLICK, AGAIN, SHOWN)),
                KV.of(MinuteKey.of(nextMinute), sum(nextMinute)),
                KV.of(MinuteKey.of(otherAd), sum(otherAd, otherAd))));
    pipeline.run().waitUntilFinish();
  }

  @Test
  void countsAllEvents_whenABundleHasVeryManyRows(TestPipeline pipeline) {
    var rows =
        pipeline
            .apply(Create.of(List.of(List.of(25_000))).withCoder(ListCoder.of(VarIntCoder.of())))
            .apply("OneBundle", Flatten.iterables())
            .apply(
                "Ads",
                FlatMapElements.into(TypeDescriptors.integers()).via(CountByMinuteTest::upTo))
            .apply(
                "CountBundle",
                ParDo.of(
                    new CountBundleFn<Integer>(
                        1, ad -> KV.of(new MinuteKey(key(ad), 1), Counts.of(CLICK)))))
            .setCoder(KvCoder.of(VarIntCoder.of(), ListCoder.of(ROW)));
    PAssert.that(
            rows.apply("Blocks", Values.create())
                .apply("Sizes", MapElements.into(TypeDescriptors.integers()).via(List::size)))
        .containsInAnyOrder(10_000, 10_000, 5_000);
    pipeline.run().waitUntilFinish();
  }

  private static List<Integer> upTo(int end) {
    return IntStream.range(0, end).boxed().toList();
  }

  private static MetricKey key(int ad) {
    return new MetricKey("r", "c", "ad-" + ad, "s");
  }

  @Test
  void needsSensibleSettings() {
    assertThatThrownBy(() -> CountByMinute.within(Duration.ZERO))
        .hasMessage("maxEventAge must be longer than zero, is PT0S");
    assertThatThrownBy(() -> CountByMinute.within(HOUR).withEarlyPane(Duration.ZERO))
        .hasMessage("earlyPane must be longer than zero, is PT0S");
    assertThatThrownBy(() -> CountByMinute.within(HOUR).withGeneration(64))
        .hasMessage("generation must be from 0 to 63, is 64");
    assertThatThrownBy(
            () -> CountByMinute.within(HOUR).withDoubleClickWindow(HOUR.plus(Duration.millis(1))))
        .hasMessage("doubleClickWindow must be from zero to an hour, is PT3600.001S");
    assertThatThrownBy(() -> CountByMinute.within(HOUR).withDoubleClickWindow(Duration.millis(-1)))
        .hasMessage("doubleClickWindow must be from zero to an hour, is PT-0.001S");
    CountByMinute set =
        CountByMinute.within(HOUR)
            .withDoubleClickWindow(HOUR)
            .withEarlyPane(EARLY_PANE)
            .withGeneration(3);
    assertThat(set.doubleClickWindow()).isEqualTo(HOUR);
    assertThat(set.withDoubleClickWindow(EARLY_PANE).generation()).isEqualTo(3);
    assertThat(set.withDoubleClickWindow(EARLY_PANE).earlyPane()).isEqualTo(EARLY_PANE);
  }

  private static TestStream.Builder<AdEvent> stream() {
    return TestStream.create(AdEventCoder.of());
  }

  private static TimestampedValue<AdEvent> at(AdEvent event) {
    return TimestampedValue.of(event, event.getEventTime());
  }

  private static Counts sum(AdEvent... events) {
    return Stream.of(events).map(Counts::of).reduce(Counts.NONE, Counts::plus);
  }

  /** Returns the metric that contains exactly these events, all of one minute. */
  private static AdMetric metric(AdEvent... events) {
    long first = events[0].getEventTime().getMillis();
    Instant minute = Instant.ofEpochMilli(first - first % 60_000);
    return sum(events).toMetric(MetricKey.of(events[0]), minute, 0);
  }

  /** Runs a stream and asserts that exactly these metrics are emitted, one per pane. */
  private static PipelineResult run(
      TestPipeline pipeline, TestStream.Builder<AdEvent> stream, AdMetric... panes) {
    var metrics =
        pipeline
            .apply(stream.advanceWatermarkToInfinity())
            .apply("CountByMinute", CountByMinute.within(HOUR).withEarlyPane(EARLY_PANE));
    PAssert.that(metrics).containsInAnyOrder(new ArrayList<>(List.of(panes)));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    return result;
  }
}
