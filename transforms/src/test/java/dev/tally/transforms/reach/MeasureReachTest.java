package dev.tally.transforms.reach;

import static dev.tally.transforms.Cast.HOUR;
import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.click;
import static dev.tally.transforms.Cast.counter;
import static dev.tally.transforms.Cast.impression;
import static dev.tally.transforms.Cast.noonPlus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdEventCoder;
import dev.tally.transforms.model.CampaignReach;
import dev.tally.transforms.model.PlaceholderIds;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Has one test for each possible course of an event. */
@ExtendWith(TestPipelineExtension.class)
class MeasureReachTest {
  private static final Instant MIDNIGHT = Instant.parse("2026-03-02T00:00:00Z");
  private static final Instant CLOSED = MIDNIGHT.plus(HOUR);
  private static final ReachSettings SETTINGS =
      new ReachSettings(
          Duration.standardMinutes(1), HOUR, 1, PlaceholderIds.standard().with(List.of("guest")));

  private TestStream.Builder<AdEvent> stream =
      TestStream.create(AdEventCoder.of()).advanceWatermarkTo(NOON);

  @Test
  void countsAUserOnce_howeverOftenAndWhereverTheUserIsSeen(TestPipeline pipeline) {
    arrives(impression("1", NOON)).arrives(impression("2", noonPlus(1)));
    arrives(impression("2", noonPlus(1)).toBuilder().setRegion("eu").build());
    arrives(by("bob", impression("3", noonPlus(2))));
    minutePasses();
    expect(pipeline, "campaign-1 2026-03-01 IMPRESSION 2 as of 12:00:02");
  }

  @Test
  void emitsASetAgain_onlyIfItHasChanged(TestPipeline pipeline) {
    arrives(impression("1", NOON)).minutePasses();
    arrives(impression("2", noonPlus(1))).minutePasses();
    arrives(by("bob", impression("3", noonPlus(2)))).minutePasses().minutePasses();
    PipelineResult result =
        expect(
            pipeline,
            "campaign-1 2026-03-01 IMPRESSION 1 as of 12:00:00",
            "campaign-1 2026-03-01 IMPRESSION 2 as of 12:00:02");
    assertThat(counter(result, "reaches_emitted")).isEqualTo(2);
  }

  @Test
  void separatesCampaigns_daysAndEventTypes(TestPipeline pipeline) {
    arrives(impression("1", NOON)).arrives(click("2", noonPlus(1)));
    arrives(impression("3", NOON).toBuilder().setCampaignId("campaign-2").build());
    arrives(impression("4", MIDNIGHT));
    minutePasses();
    expect(
        pipeline,
        "campaign-1 2026-03-01 IMPRESSION 1 as of 12:00:00",
        "campaign-1 2026-03-01 CLICK 1 as of 12:00:01",
        "campaign-2 2026-03-01 IMPRESSION 1 as of 12:00:00",
        "campaign-1 2026-03-02 IMPRESSION 1 as of 00:00:00");
  }

  @Test
  void ignoresUsersWhoseIdIsAPlaceholder_andCountsTheirEvents(TestPipeline pipeline) {
    arrives(by("guest", click("1"))).arrives(by("NULL", click("2"))).arrives(click("3"));
    minutePasses();
    PipelineResult result = expect(pipeline, "campaign-1 2026-03-01 CLICK 1 as of 12:00:00");
    assertThat(counter(result, "events_of_placeholder_users_ignored")).isEqualTo(2);
    assertThat(counter(result, "events_of_users_counted")).isEqualTo(1);
  }

  @Test
  void emitsASetThatHasChanged_whenItsDayIsClosed_thoughNoTimeHasPassed(TestPipeline pipeline) {
    arrives(impression("1", NOON)).watermark(CLOSED.minus(Duration.millis(1)));
    arrives(by("bob", impression("2", NOON))).watermark(CLOSED);
    expect(pipeline, "campaign-1 2026-03-01 IMPRESSION 2 as of 12:00:00");
  }

  @Test
  void emitsNothing_whenADayIsClosedThatHasNotChanged(TestPipeline pipeline) {
    arrives(impression("1", NOON)).minutePasses().watermark(CLOSED).minutePasses();
    expect(pipeline, "campaign-1 2026-03-01 IMPRESSION 1 as of 12:00:00");
  }

  @Test
  void dropsAnEvent_whoseDayIsClosed(TestPipeline pipeline) {
    arrives(impression("1", NOON)).watermark(CLOSED);
    arrives(by("bob", impression("2", NOON))).arrives(by("eve", impression("3", NOON)));
    minutePasses();
    PipelineResult result = expect(pipeline, "campaign-1 2026-03-01 IMPRESSION 1 as of 12:00:00");
    assertThat(counter(result, "droppedDueToLateness")).isEqualTo(2);
  }

  @Test
  void mergesManyUsersBeforeARecordIsDue_andLosesNone(TestPipeline pipeline) {
    arriveTogether(0, 2_000).arriveTogether(0, 2_500).minutePasses();
    arriveTogether(2_000, 4_000).watermark(CLOSED);
    expect(
        pipeline,
        "campaign-1 2026-03-01 IMPRESSION 2500 as of 12:00:00",
        "campaign-1 2026-03-01 IMPRESSION 4000 as of 12:00:00");
  }

  private static AdEvent by(String user, AdEvent event) {
    return event.toBuilder().setUserId(user).build();
  }

  private MeasureReachTest arrives(AdEvent event) {
    stream = stream.addElements(TimestampedValue.of(event, event.getEventTime()));
    return this;
  }

  @SuppressWarnings("unchecked") // addElements has a parameter of a generic array type.
  private MeasureReachTest arriveTogether(int from, int to) {
    List<TimestampedValue<AdEvent>> events = new ArrayList<>();
    for (int user = from; user < to; user++) {
      events.add(TimestampedValue.of(by("user-" + user, impression("e" + user, NOON)), NOON));
    }
    stream =
        stream.addElements(
            events.get(0), events.subList(1, events.size()).toArray(TimestampedValue[]::new));
    return this;
  }

  private MeasureReachTest watermark(Instant to) {
    stream = stream.advanceWatermarkTo(to);
    return this;
  }

  private MeasureReachTest minutePasses() {
    stream = stream.advanceProcessingTime(Duration.standardSeconds(61));
    return this;
  }

  private PipelineResult expect(TestPipeline pipeline, String... reaches) {
    PCollection<String> found =
        pipeline
            .apply(stream.advanceWatermarkToInfinity())
            .apply(MeasureReach.with(SETTINGS))
            .apply(MapElements.into(TypeDescriptors.strings()).via(MeasureReachTest::text));
    PAssert.that(found).containsInAnyOrder(reaches);
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    return result;
  }

  private static String text(CampaignReach reach) {
    assertThat(reach.revision()).isEqualTo((1L << 57) + reach.users().users());
    return "%s %s %s %d as of %s"
        .formatted(
            reach.campaignId(),
            reach.day().toString().substring(0, 10),
            reach.eventType(),
            reach.users().users(),
            reach.brokerTime().toString().substring(11, 19));
  }
}
