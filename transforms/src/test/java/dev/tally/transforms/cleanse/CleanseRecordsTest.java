package dev.tally.transforms.cleanse;

import static dev.tally.transforms.Cast.HOUR;
import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.SKEW;
import static dev.tally.transforms.Cast.click;
import static dev.tally.transforms.Cast.counter;
import static dev.tally.transforms.Cast.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdEventCoder;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.Received;
import dev.tally.transforms.model.ReceivedCoder;
import java.util.List;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Reify;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPipelineExtension.class)
class CleanseRecordsTest {
  private static final RawRecord RECORD = record("the payload, whole");
  private static final AdEvent OLD = receivedAt(NOON, click("old", NOON.minus(HOUR)));
  private static final AdEvent TOO_OLD =
      receivedAt(NOON, click("too old", NOON.minus(HOUR).minus(Duration.millis(1))));
  private static final AdEvent AHEAD = receivedAt(NOON, click("ahead", NOON.plus(SKEW)));

  @Test
  void stampsEventsWithTheirEventTimeAndKeepsRefusedRecordsWhole(TestPipeline pipeline) {
    var cleansed =
        pipeline
            .apply(
                Create.timestamped(List.of(received(OLD), received(TOO_OLD), received(AHEAD)))
                    .withCoder(ReceivedCoder.of(AdEventCoder.of())))
            .apply("CleanseEvents", CleanseRecords.adEvents(HOUR, SKEW));

    PAssert.that(cleansed.output().apply("Stamps", Reify.timestamps()))
        .containsInAnyOrder(
            List.of(
                TimestampedValue.of(OLD, NOON.minus(HOUR)),
                TimestampedValue.of(AHEAD, NOON.plus(SKEW))));
    PAssert.that(cleansed.failures().apply("LetterStamps", Reify.timestamps()))
        .containsInAnyOrder(
            List.of(
                TimestampedValue.of(
                    DeadLetter.of(
                        "CleanseEvents",
                        Reason.TOO_OLD,
                        "event_time: expected at most PT3600S before the broker time",
                        RECORD),
                    NOON)));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    assertThat(counter(result, "records_cleansed")).isEqualTo(2);
    assertThat(counter(result, "dead_letters_too_old")).isEqualTo(1);
  }

  @Test
  void needsSensibleBounds() {
    assertThatThrownBy(() -> CleanseRecords.adEvents(Duration.ZERO, SKEW))
        .hasMessage("maxEventAge must be longer than zero, is PT0S");
    assertThatThrownBy(() -> CleanseRecords.adEvents(HOUR, Duration.millis(-1)))
        .hasMessage("maxClockSkew must not be negative, is PT-0.001S");
    assertThat(CleanseRecords.adEvents(HOUR, Duration.ZERO)).isNotNull();
  }

  private static AdEvent receivedAt(Instant brokerTime, AdEvent event) {
    return event.toBuilder().setBrokerTime(brokerTime).build();
  }

  private static TimestampedValue<Received<AdEvent>> received(AdEvent event) {
    return TimestampedValue.of(Received.of(event, RECORD), event.getBrokerTime());
  }
}
