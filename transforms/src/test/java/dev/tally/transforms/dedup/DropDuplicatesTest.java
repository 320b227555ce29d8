package dev.tally.transforms.dedup;

import static dev.tally.transforms.Cast.BOB;
import static dev.tally.transforms.Cast.HOUR;
import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.click;
import static dev.tally.transforms.Cast.counter;
import static dev.tally.transforms.Cast.impression;
import static dev.tally.transforms.Cast.noonPlus;
import static dev.tally.transforms.Cast.received;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.transforms.NotOnFlink;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdEventCoder;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.Minutes;
import dev.tally.transforms.model.Received;
import dev.tally.transforms.model.ReceivedCoder;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.Coder;
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
  private static final String TWO_CHANNELS =
      "Flink receives events and starts of the job on two channels, and an event may overtake the"
          + " watermark of the other channel";

  private static final Duration MILLISECOND = Duration.millis(1);

  /** The watermark that is an hour after the end of the minute of noon. */
  private static final Instant CLOSED = Minutes.last(Minutes.of(NOON)).plus(HOUR);

  /** A bucket sweeps every eighth of an hour, so within this time it has swept. */
  private static final Duration SWEEPS = Duration.standardMinutes(8);

  private static final Instant FORGOTTEN = CLOSED.plus(SWEEPS);

  private static final Instant LATER = NOON.plus(Duration.standardMinutes(16));

  private static final Coder<Received<AdEvent>> RECEIVED = ReceivedCoder.of(AdEventCoder.of());
  private static final AdEvent FIRST = click("e");
  private static final AdEvent SAME = FIRST.toBuilder().setBrokerTime(noonPlus(60)).build();
  private static final AdEvent OTHER = click("e2");

  @Test
  void keepsTheFirstCopyOnly_whenAllArriveOnTime(TestPipeline pipeline) {
    PipelineResult result =
        run(pipeline, stream().addElements(at(FIRST), at(SAME), at(OTHER), at(SAME)), FIRST, OTHER);
    assertThat(counter(result, "events_accepted")).isEqualTo(2);
    assertThat(counter(result, "duplicates_dropped")).isEqualTo(2);
    assertThat(counter(result, "dead_letters_conflicting_copy")).isZero();
    assertThat(counter(result, "dead_letters_too_old")).isZero();
  }

  @Test
  void countsBoth_whenAnImpressionAndAClickShareAnId(TestPipeline pipeline) {
    AdEvent impression = impression("e", NOON);
    PipelineResult result =
        run(
            pipeline,
            stream().addElements(at(FIRST), at(impression), at(impression), at(SAME)),
            FIRST,
            impression);
    assertThat(counter(result, "duplicates_dropped")).isEqualTo(2);
    assertThat(counter(result, "dead_letters_conflicting_copy")).isZero();
  }

  @Test
  void countsOnceInAllRegions_whenTheScopeIsGlobal_andSaysNotWhichSawItFirst(
      TestPipeline pipeline) {
    AdEvent elsewhere = FIRST.toBuilder().setRegion("eu").setBrokerTime(noonPlus(60)).build();
    PAssert.that(
            pipeline
                .apply(stream().addElements(at(elsewhere), at(FIRST)).advanceWatermarkToInfinity())
                .apply(
                    "DropDuplicates",
                    DropDuplicates.within(HOUR).withBuckets(1).withScope(DedupScope.GLOBAL))
                .output())
        .satisfies(
            events -> {
              assertThat(events).extracting(AdEvent::getEventId).containsExactly("e");
              assertThat(events).extracting(AdEvent::getRegion).containsExactly("*");
              return null;
            });
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    assertThat(counter(result, "duplicates_dropped")).isEqualTo(1);
    assertThat(counter(result, "dead_letters_conflicting_copy")).isZero();
  }

  @Test
  void keepsALateEventWithItsOwnEventTime(TestPipeline pipeline) {
    PipelineResult result =
        run(pipeline, stream().advanceWatermarkTo(noonPlus(3000)).addElements(at(FIRST)), FIRST);
    assertThat(counter(result, "events_accepted")).isEqualTo(1);
  }

  @Test
  void dropsADuplicate_whenItArrivesLateButBeforeItsIdIsForgotten(TestPipeline pipeline) {
    PipelineResult result =
        run(
            pipeline,
            stream()
                .addElements(at(FIRST))
                .advanceWatermarkTo(CLOSED.minus(MILLISECOND))
                .addElements(at(SAME)),
            FIRST);
    assertThat(counter(result, "duplicates_dropped")).isEqualTo(1);
  }

  @Test
  @NotOnFlink(TWO_CHANNELS)
  void keepsAnEventAsADeadLetter_whenItsMinuteIsClosed(TestPipeline pipeline) {
    PipelineResult result =
        run(pipeline, stream().advanceWatermarkTo(CLOSED).addElements(at(FIRST), at(SAME)));
    assertThat(counter(result, "dead_letters_too_old")).isEqualTo(2);
  }

  @Test
  @NotOnFlink(TWO_CHANNELS)
  void countsNoCopy_whenItsIdIsForgotten(TestPipeline pipeline) {
    PipelineResult result =
        run(
            pipeline,
            stream().addElements(at(FIRST)).advanceWatermarkTo(FORGOTTEN).addElements(at(SAME)),
            FIRST);
    assertThat(counter(result, "duplicates_dropped")).isZero();
    assertThat(counter(result, "dead_letters_too_old")).isEqualTo(1);
    assertThat(counter(result, "ids_forgotten")).isEqualTo(1);
  }

  @Test
  @NotOnFlink(TWO_CHANNELS)
  void remembersALaterMinute_whenItForgetsAnEarlierOne(TestPipeline pipeline) {
    AdEvent later = click("later", LATER);
    PipelineResult result =
        run(
            pipeline,
            stream()
                .addElements(at(later), at(FIRST))
                .advanceWatermarkTo(FORGOTTEN)
                .addElements(at(later), at(FIRST)),
            later,
            FIRST);
    assertThat(counter(result, "duplicates_dropped")).isEqualTo(1);
    assertThat(counter(result, "dead_letters_too_old")).isEqualTo(1);
  }

  @Test
  void forgetsEveryIdInTheEnd(TestPipeline pipeline) {
    AdEvent later = click("later", LATER);
    PipelineResult result =
        run(pipeline, stream().addElements(at(FIRST), at(OTHER), at(later)), FIRST, OTHER, later);
    assertThat(counter(result, "ids_forgotten")).isEqualTo(3);
  }

  @Test
  void keepsACopyWithOtherContentWhole_withTheLocationOfTheFirst(TestPipeline pipeline) {
    AdEvent otherUser = FIRST.toBuilder().setUserId(BOB).build();
    AdEvent otherTime = click("e", LATER);
    var result =
        pipeline
            .apply(
                stream()
                    .addElements(at(FIRST), at(otherUser), at(otherTime))
                    .advanceWatermarkToInfinity())
            .apply("DropDuplicates", DropDuplicates.within(HOUR).withBuckets(1));
    PAssert.that(result.output()).containsInAnyOrder(FIRST);
    PAssert.that(result.failures())
        .containsInAnyOrder(conflicting(otherUser), conflicting(otherTime));
    PipelineResult done = pipeline.run();
    done.waitUntilFinish();
    assertThat(counter(done, "dead_letters_conflicting_copy")).isEqualTo(2);
    assertThat(counter(done, "duplicates_dropped")).isZero();
  }

  private static DeadLetter conflicting(AdEvent event) {
    return DeadLetter.of(
        "DropDuplicates",
        DeadLetter.Reason.CONFLICTING_COPY,
        "event_id: expected the same content as the first copy, which is at us/ad-events-3@1207",
        received(event).getRecord());
  }

  @Test
  void keepsIdsApart_overManyBuckets(TestPipeline pipeline) {
    List<AdEvent> events = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      events.add(click("e-" + i, noonPlus(i)));
    }
    List<Received<AdEvent>> twice = new ArrayList<>();
    events.forEach(event -> twice.add(received(event)));
    events.forEach(event -> twice.add(received(event)));
    var kept =
        pipeline
            .apply(Create.of(twice).withCoder(RECEIVED))
            .apply("DropDuplicates", DropDuplicates.within(HOUR).withBuckets(8))
            .output();
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
            .apply(Create.of(received(FIRST)).withCoder(RECEIVED))
            .apply("Hours", Window.into(FixedWindows.of(HOUR)));
    assertThatThrownBy(() -> windowed.apply("DropDuplicates", DropDuplicates.within(HOUR)))
        .hasMessageContaining("before any Window.into");
  }

  private static TestStream.Builder<Received<AdEvent>> stream() {
    return TestStream.create(RECEIVED);
  }

  private static TimestampedValue<Received<AdEvent>> at(AdEvent event) {
    return TimestampedValue.of(received(event), event.getEventTime());
  }

  /**
   * Runs a stream through one bucket and asserts that exactly these events are emitted, each with
   * its event time.
   */
  private static PipelineResult run(
      TestPipeline pipeline, TestStream.Builder<Received<AdEvent>> stream, AdEvent... kept) {
    var output =
        pipeline
            .apply(stream.advanceWatermarkToInfinity())
            .apply("DropDuplicates", DropDuplicates.within(HOUR).withBuckets(1))
            .output()
            .apply("Stamps", Reify.timestamps());
    List<TimestampedValue<AdEvent>> expected = new ArrayList<>();
    for (AdEvent event : kept) {
      expected.add(TimestampedValue.of(event, event.getEventTime()));
    }
    PAssert.that(output).containsInAnyOrder(expected);
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    assertThat(counter(result, "droppedDueToLateness")).isZero();
    return result;
  }
}
