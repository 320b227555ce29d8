package dev.tally.transforms.aggregate;

import static dev.tally.transforms.Cast.BOB;
import static dev.tally.transforms.Cast.HOUR;
import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.click;
import static dev.tally.transforms.Cast.counter;
import static dev.tally.transforms.Cast.impression;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdEventCoder;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Reify;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPipelineExtension.class)
class FindRepeatClicksTest {
  private static final Duration WINDOW = Duration.standardSeconds(2);
  private static final Duration MILLISECOND = Duration.millis(1);

  /** The longest time from the expiry of a slice until it is forgotten. */
  private static final Duration PAUSE = Duration.millis(HOUR.getMillis() / 8);

  /**
   * A click that became a repeat when the click {@code when} arrived, which may be the same click.
   */
  private record Found(AdEvent click, AdEvent when) {
    TimestampedValue<KV<UserHour, UserClick>> stamped() {
      return TimestampedValue.of(
          KV.of(
              UserHour.of(click.getUserId(), MinuteKey.of(click)),
              new UserClick(UserClick.Kind.REPEAT, MinuteKey.of(click), when.getBrokerTime())),
          click.getEventTime());
    }
  }

  private static final AdEvent FIRST = click("e-1");
  private static final AdEvent SECOND = click("e-2", NOON.plus(WINDOW));
  private static final AdEvent MUCH_LATER = click("e-3", NOON.plus(HOUR.dividedBy(2)));
  private static final AdEvent AFTER_IT = click("e-4", MUCH_LATER.getEventTime().plus(WINDOW));

  @Test
  void givesTheSecondOfTwo_atItsOwnTime(TestPipeline pipeline) {
    PipelineResult result =
        run(pipeline, stream().addElements(at(FIRST), at(SECOND)), new Found(SECOND, SECOND));
    assertThat(counter(result, "clicks_repeated")).isEqualTo(1);
  }

  @Test
  void givesTheSecondOfTwo_whenTheFirstComesAtTheLastMoment(TestPipeline pipeline) {
    AdEvent late = FIRST.toBuilder().setBrokerTime(NOON.plus(HOUR)).build();
    run(
        pipeline,
        stream().addElements(at(SECOND)).advanceWatermarkTo(NOON.plus(HOUR)).addElements(at(late)),
        new Found(SECOND, late));
  }

  @Test
  void givesTheSecondOfTwo_whenItComesAtTheLastMoment(TestPipeline pipeline) {
    run(
        pipeline,
        stream()
            .addElements(at(FIRST))
            .advanceWatermarkTo(SECOND.getEventTime().plus(HOUR))
            .addElements(at(SECOND)),
        new Found(SECOND, SECOND));
  }

  @Test
  void givesBoth_whenOneComesBetweenTwo(TestPipeline pipeline) {
    AdEvent third = click("e-3", NOON.plus(WINDOW).plus(WINDOW));
    run(
        pipeline,
        stream().addElements(at(FIRST), at(third)).addElements(at(SECOND)),
        new Found(SECOND, SECOND),
        new Found(third, SECOND));
  }

  @Test
  void givesAClickOnce_whenTwoComeBeforeIt(TestPipeline pipeline) {
    RepeatRule rule = new RepeatRule(WINDOW);
    Instant slice = NOON;
    while (rule.sliceOf(slice) == rule.sliceOf(NOON)) {
      slice = slice.plus(MILLISECOND);
    }
    AdEvent third = click("e-3", slice);
    AdEvent second = click("e-2", slice.minus(MILLISECOND));
    AdEvent first = click("e-1", slice.minus(WINDOW));
    run(
        pipeline,
        stream().addElements(at(third)).addElements(at(first)).addElements(at(second)),
        new Found(third, first),
        new Found(second, second));
  }

  @Test
  void looksAtClicksOfOneUserOnOneAd_whateverElseTheyAreOf(TestPipeline pipeline) {
    AdEvent bobs = SECOND.toBuilder().setUserId(BOB).build();
    AdEvent otherAd = SECOND.toBuilder().setAdId("ad-2").build();
    AdEvent otherPlace =
        SECOND.toBuilder().setCampaignId("c-2").setStoreId("s-2").setRegion("eu-west").build();
    run(
        pipeline,
        stream().addElements(at(FIRST), at(bobs), at(otherAd), at(otherPlace)),
        new Found(otherPlace, otherPlace));
  }

  @Test
  void takesNoImpressionForAClick(TestPipeline pipeline) {
    run(pipeline, stream().addElements(at(impression("e-0", NOON)), at(SECOND)));
  }

  @Test
  void forgetsAClick_whenNoneCanComeThatItMattersTo(TestPipeline pipeline) {
    PipelineResult result =
        run(
            pipeline,
            stream()
                .addElements(at(FIRST))
                .advanceWatermarkTo(expiry(FIRST).plus(MILLISECOND))
                .addElements(at(SECOND)));
    assertThat(counter(result, "slices_forgotten")).isEqualTo(2);
  }

  @Test
  void forgetsNoClickThatMattersToOneAtTheLastMoment_whenOthersAreForgotten(TestPipeline pipeline) {
    AdEvent kept = click("e-2", NOON.plus(WINDOW).plus(WINDOW));
    AdEvent last = click("e-3", kept.getEventTime().plus(WINDOW));
    run(
        pipeline,
        stream()
            .addElements(at(FIRST), at(kept))
            .advanceWatermarkTo(last.getEventTime().plus(HOUR))
            .addElements(at(last)),
        new Found(last, last));
  }

  @Test
  void forgetsTheEarlierClickFirst_whenItComesSecond(TestPipeline pipeline) {
    run(
        pipeline,
        stream()
            .addElements(at(MUCH_LATER))
            .addElements(at(FIRST))
            .advanceWatermarkTo(expiry(FIRST).plus(MILLISECOND))
            .addElements(at(SECOND), at(AFTER_IT)),
        new Found(AFTER_IT, AFTER_IT));
  }

  @Test
  void comesBackForWhatItKept(TestPipeline pipeline) {
    PipelineResult result =
        run(
            pipeline,
            stream()
                .addElements(at(FIRST))
                .addElements(at(MUCH_LATER))
                .advanceWatermarkTo(expiry(FIRST).plus(MILLISECOND))
                .addElements(at(SECOND))
                .advanceWatermarkTo(expiry(MUCH_LATER).plus(MILLISECOND))
                .addElements(at(AFTER_IT)));
    assertThat(counter(result, "slices_forgotten")).isEqualTo(4);
  }

  @Test
  void comesBackAfterAPause_notForEverySlice(TestPipeline pipeline) {
    AdEvent nextSlice = click("e-2", NOON.plus(WINDOW).plus(WINDOW));
    AdEvent again = click("e-3", nextSlice.getEventTime());
    AdEvent anew = click("e-4", nextSlice.getEventTime());
    Instant swept = expiry(FIRST).plus(MILLISECOND);
    run(
        pipeline,
        stream()
            .addElements(at(FIRST), at(nextSlice))
            .advanceWatermarkTo(swept)
            .advanceWatermarkTo(expiry(nextSlice).plus(MILLISECOND))
            .addElements(at(again))
            .advanceWatermarkTo(swept.plus(PAUSE).plus(MILLISECOND))
            .addElements(at(anew)),
        new Found(again, again));
  }

  @Test
  void armsItsTimerAgain_whenAllWasForgotten(TestPipeline pipeline) {
    AdEvent later = click("e-2", NOON.plus(HOUR).plus(HOUR));
    AdEvent afterIt = click("e-3", later.getEventTime().plus(WINDOW));
    run(
        pipeline,
        stream()
            .addElements(at(FIRST))
            .advanceWatermarkTo(expiry(FIRST).plus(MILLISECOND))
            .addElements(at(later))
            .advanceWatermarkTo(expiry(later).plus(MILLISECOND))
            .addElements(at(afterIt)));
  }

  @Test
  void needsTheGlobalWindow() {
    PCollection<AdEvent> hours =
        Pipeline.create()
            .apply(stream().advanceWatermarkToInfinity())
            .apply(Window.into(FixedWindows.of(HOUR)));
    assertThatThrownBy(() -> find().expand(hours))
        .hasMessageContaining("apply it before any Window.into");
  }

  /** Returns the first watermark at which no click can arrive that this click would affect. */
  private static Instant expiry(AdEvent click) {
    return click.getEventTime().plus(WINDOW).plus(HOUR).plus(MILLISECOND);
  }

  private static TestStream.Builder<AdEvent> stream() {
    return TestStream.create(AdEventCoder.of()).advanceWatermarkTo(NOON);
  }

  private static TimestampedValue<AdEvent> at(AdEvent event) {
    return TimestampedValue.of(event, event.getEventTime());
  }

  private static FindRepeatClicks find() {
    return new FindRepeatClicks(new RepeatRule(WINDOW), HOUR);
  }

  private static PipelineResult run(
      TestPipeline pipeline, TestStream.Builder<AdEvent> stream, Found... expected) {
    PCollection<TimestampedValue<KV<UserHour, UserClick>>> repeats =
        pipeline
            .apply(stream.advanceWatermarkToInfinity())
            .apply("FindRepeatClicks", find())
            .apply("Times", Reify.timestamps())
            .setCoder(
                TimestampedValue.TimestampedValueCoder.of(
                    KvCoder.of(new UserHourCoder(), new UserClickCoder())));
    PAssert.that(repeats).containsInAnyOrder(Stream.of(expected).map(Found::stamped).toList());
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    return result;
  }
}
