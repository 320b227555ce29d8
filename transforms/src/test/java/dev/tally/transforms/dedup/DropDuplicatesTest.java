package dev.tally.transforms.dedup;

import static dev.tally.transforms.Cast.BOB;
import static dev.tally.transforms.Cast.HOUR;
import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.click;
import static dev.tally.transforms.Cast.counter;
import static dev.tally.transforms.Cast.noonPlus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdEventCoder;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Reify;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPipelineExtension.class)
class DropDuplicatesTest {
  private static final int BUCKET = 0;
  private static final Slices SLICES = Slices.of(HOUR, BUCKET);
  private static final Instant EXPIRY = SLICES.expiryOf(SLICES.sliceOf(NOON));
  private static final Duration MILLISECOND = Duration.millis(1);

  /**
   * On the direct runner a timer fires when the watermark is beyond its time, on Flink when it is
   * there.
   */
  private static final Instant FORGOTTEN = EXPIRY.plus(MILLISECOND);

  /** A later slice than that of noon. */
  private static final Instant NEXT_SLICE = NOON.plus(Duration.standardMinutes(8));

  /** The slice after that. */
  private static final Instant THIRD_SLICE = NOON.plus(Duration.standardMinutes(16));

  private static final AdEvent FIRST = click("e");
  private static final AdEvent SAME = FIRST.toBuilder().setBrokerTime(noonPlus(60)).build();
  private static final AdEvent OTHER = click("e2");

  @Test
  void keepsTheFirstCopyOnly_whenAllArriveOnTime(TestPipeline pipeline) {
    PipelineResult result =
        run(pipeline, stream().addElements(at(FIRST), at(SAME), at(OTHER), at(SAME)), FIRST, OTHER);
    assertThat(counter(result, "events_accepted")).isEqualTo(2);
    assertThat(counter(result, "duplicates_dropped")).isEqualTo(2);
    assertThat(counter(result, "copies_conflicting")).isZero();
    assertThat(counter(result, "past_horizon")).isZero();
  }

  @Test
  void countsOnceInAllRegions_whenTheScopeIsGlobal_andSaysNotWhichSawItFirst(
      TestPipeline pipeline) {
    AdEvent elsewhere = FIRST.toBuilder().setRegion("eu").setBrokerTime(noonPlus(60)).build();
    PAssert.that(
            pipeline
                .apply(stream().addElements(at(elsewhere), at(FIRST)).advanceWatermarkToInfinity())
                .apply("DropDuplicates", DropDuplicates.within(HOUR).withScope(DedupScope.GLOBAL)))
        .satisfies(
            events -> {
              assertThat(events).extracting(AdEvent::getEventId).containsExactly("e");
              assertThat(events).extracting(AdEvent::getRegion).containsExactly("*");
              return null;
            });
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    assertThat(counter(result, "duplicates_dropped")).isEqualTo(1);
    assertThat(counter(result, "copies_conflicting")).isZero();
  }

  @Test
  void keepsALateEventWithItsOwnEventTime(TestPipeline pipeline) {
    PipelineResult result =
        run(pipeline, stream().advanceWatermarkTo(noonPlus(3000)).addElements(at(FIRST)), FIRST);
    assertThat(counter(result, "events_accepted")).isEqualTo(1);
    assertThat(counter(result, "past_horizon")).isZero();
  }

  @Test
  void dropsADuplicate_whenItArrivesLateButBeforeItsIdIsForgotten(TestPipeline pipeline) {
    PipelineResult result =
        run(
            pipeline,
            stream()
                .addElements(at(FIRST))
                .advanceWatermarkTo(EXPIRY.minus(MILLISECOND))
                .addElements(at(SAME)),
            FIRST);
    assertThat(counter(result, "duplicates_dropped")).isEqualTo(1);
  }

  @Test
  void keepsAnEventThatIsTooLateToBeRemembered_andSaysSo(TestPipeline pipeline) {
    PipelineResult result =
        run(pipeline, stream().advanceWatermarkTo(EXPIRY).addElements(at(FIRST), at(SAME)), FIRST);
    assertThat(counter(result, "past_horizon")).isEqualTo(1);
    assertThat(counter(result, "duplicates_dropped")).isEqualTo(1);
  }

  @Test
  void takesACopyForAnotherEvent_whenItsIdIsForgotten(TestPipeline pipeline) {
    PipelineResult result =
        run(
            pipeline,
            stream().addElements(at(FIRST)).advanceWatermarkTo(FORGOTTEN).addElements(at(SAME)),
            FIRST,
            SAME);
    assertThat(counter(result, "duplicates_dropped")).isZero();
    assertThat(counter(result, "events_accepted")).isEqualTo(2);
  }

  @Test
  void forgetsSliceBySlice(TestPipeline pipeline) {
    AdEvent second = click("second", NEXT_SLICE);
    AdEvent third = click("third", THIRD_SLICE);
    Instant secondExpiry = SLICES.expiryOf(SLICES.sliceOf(NEXT_SLICE));
    PipelineResult result =
        run(
            pipeline,
            stream()
                .addElements(at(third), at(FIRST), at(second))
                .advanceWatermarkTo(FORGOTTEN)
                .addElements(at(third), at(second), at(FIRST))
                .advanceWatermarkTo(secondExpiry.plus(MILLISECOND))
                .addElements(at(second), at(third)),
            FIRST,
            FIRST,
            second,
            second,
            third);
    assertThat(counter(result, "duplicates_dropped")).isEqualTo(3);
  }

  @Test
  void armsItsTimerAgain_whenABucketWasEmptyForAWhile(TestPipeline pipeline) {
    AdEvent later = click("later", NOON.plus(HOUR).plus(HOUR));
    Instant laterExpiry = SLICES.expiryOf(SLICES.sliceOf(later.getEventTime()));
    PipelineResult result =
        run(
            pipeline,
            stream()
                .addElements(at(FIRST))
                .advanceWatermarkTo(FORGOTTEN)
                .addElements(at(later))
                .advanceWatermarkTo(laterExpiry.plus(MILLISECOND))
                .addElements(at(later)),
            FIRST,
            later,
            later);
    assertThat(counter(result, "duplicates_dropped")).isZero();
  }

  @Test
  void bringsItsTimerForward_whenAnEarlierEventComesAfterALaterOne(TestPipeline pipeline) {
    AdEvent later = click("later", THIRD_SLICE);
    run(
        pipeline,
        stream()
            .addElements(at(later))
            .addElements(at(FIRST))
            .advanceWatermarkTo(FORGOTTEN)
            .addElements(at(FIRST), at(later)),
        later,
        FIRST,
        FIRST);
  }

  @Test
  void leavesItsTimerAlone_whenALaterEventComesAfterAnEarlierOne(TestPipeline pipeline) {
    AdEvent later = click("later", THIRD_SLICE);
    run(
        pipeline,
        stream()
            .addElements(at(FIRST))
            .addElements(at(later))
            .advanceWatermarkTo(FORGOTTEN)
            .addElements(at(FIRST), at(later)),
        FIRST,
        later,
        FIRST);
  }

  @Test
  void forgetsEveryIdInTheEnd(TestPipeline pipeline) {
    PipelineResult result =
        run(
            pipeline,
            stream().addElements(at(FIRST), at(OTHER), at(click("later", THIRD_SLICE))),
            FIRST,
            OTHER,
            click("later", THIRD_SLICE));
    assertThat(counter(result, "ids_forgotten")).isEqualTo(3);
  }

  @Test
  void countsACopyWithOtherContent_andDropsIt(TestPipeline pipeline) {
    AdEvent otherUser = FIRST.toBuilder().setUserId(BOB).build();
    AdEvent otherTime = click("e", THIRD_SLICE);
    PipelineResult result =
        run(pipeline, stream().addElements(at(FIRST), at(otherUser), at(otherTime)), FIRST);
    assertThat(counter(result, "copies_conflicting")).isEqualTo(2);
    assertThat(counter(result, "duplicates_dropped")).isEqualTo(2);
  }

  @Test
  void keepsIdsApart_overManyBuckets(TestPipeline pipeline) {
    List<AdEvent> events = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      events.add(click("e-" + i, noonPlus(i)));
    }
    List<AdEvent> twice = new ArrayList<>(events);
    twice.addAll(events);
    var kept =
        pipeline
            .apply(Create.of(twice).withCoder(AdEventCoder.of()))
            .apply("DropDuplicates", DropDuplicates.within(HOUR).withBuckets(8));
    PAssert.that(kept).containsInAnyOrder(events);
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    assertThat(counter(result, "duplicates_dropped")).isEqualTo(200);
  }

  @Test
  void needsSensibleSettings_andTheGlobalWindow() {
    assertThatThrownBy(() -> DropDuplicates.within(Duration.ZERO))
        .hasMessage("maxEventAge must be longer than zero, is PT0S");
    assertThatThrownBy(() -> DropDuplicates.within(HOUR).withBuckets(0))
        .hasMessage("buckets must be above 0, is 0");
    var windowed =
        Pipeline.create()
            .apply(Create.of(FIRST).withCoder(AdEventCoder.of()))
            .apply("Hours", Window.into(FixedWindows.of(HOUR)));
    assertThatThrownBy(() -> windowed.apply("DropDuplicates", DropDuplicates.within(HOUR)))
        .hasMessageContaining("before any Window.into");
  }

  private static TestStream.Builder<AdEvent> stream() {
    return TestStream.create(AdEventCoder.of());
  }

  private static TimestampedValue<AdEvent> at(AdEvent event) {
    return TimestampedValue.of(event, event.getEventTime());
  }

  /** Runs a stream through one bucket and expects these events, each with its event time. */
  private static PipelineResult run(
      TestPipeline pipeline, TestStream.Builder<AdEvent> stream, AdEvent... kept) {
    var output =
        pipeline
            .apply(stream.advanceWatermarkToInfinity())
            .apply("DropDuplicates", DropDuplicates.within(HOUR).withBuckets(1))
            .apply("Stamps", Reify.timestamps());
    List<TimestampedValue<AdEvent>> expected = new ArrayList<>();
    for (AdEvent event : kept) {
      expected.add(at(event));
    }
    PAssert.that(output).containsInAnyOrder(expected);
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    assertThat(counter(result, "droppedDueToLateness")).isZero();
    return result;
  }
}
