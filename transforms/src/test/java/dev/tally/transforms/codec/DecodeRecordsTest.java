package dev.tally.transforms.codec;

import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.click;
import static dev.tally.transforms.Cast.counter;
import static dev.tally.transforms.Cast.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.RawRecordCoder;
import dev.tally.transforms.model.Received;
import dev.tally.transforms.model.RecordDecoder;
import dev.tally.transforms.model.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Reify;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPipelineExtension.class)
class DecodeRecordsTest {
  private static final RawRecord CLICK =
      record(new String(AdEventJson.encode(click("e")), StandardCharsets.UTF_8));
  private static final RawRecord BROKEN = record("{");
  private static final RawRecord TOMBSTONE = RawRecord.of("us", "ad-events", 3, 1208, NOON, null);

  @Test
  void makesOfEachRecordAnEventOrADeadLetter(TestPipeline pipeline) {
    var decoded =
        pipeline
            .apply(
                Create.timestamped(
                        List.of(
                            TimestampedValue.of(CLICK, NOON),
                            TimestampedValue.of(BROKEN, NOON),
                            TimestampedValue.of(TOMBSTONE, NOON)))
                    .withCoder(RawRecordCoder.of()))
            .apply("DecodeAdEvents", DecodeRecords.adEvents());

    PAssert.that(decoded.output().apply("Stamps", Reify.timestamps()))
        .containsInAnyOrder(List.of(TimestampedValue.of(Received.of(click("e"), CLICK), NOON)));
    PAssert.that(decoded.failures())
        .containsInAnyOrder(
            List.of(
                DeadLetter.of(
                    "DecodeAdEvents",
                    Reason.NOT_JSON,
                    "expected one JSON object, found malformed JSON or nesting deeper than 100;"
                        + " looks like the beginning of an object: send a whole object per record, on one line",
                    BROKEN),
                DeadLetter.of(
                    "DecodeAdEvents",
                    Reason.NULL_VALUE,
                    "expected a JSON object, found a null value",
                    TOMBSTONE)));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    assertThat(counter(result, "records_decoded")).isEqualTo(1);
    assertThat(counter(result, "dead_letters_not_json")).isEqualTo(1);
    assertThat(counter(result, "dead_letters_null_value")).isEqualTo(1);
  }

  @Test
  void aRecordWithoutABrokerTime_isADeadLetterWithItsPayload_howeverGoodItIs(
      TestPipeline pipeline) {
    RawRecord stamped = CLICK.withClaimedTime(Instant.ofEpochMilli(1_717_243_200_000_000L));
    var decoded =
        pipeline
            .apply(Create.of(stamped).withCoder(RawRecordCoder.of()))
            .apply("DecodeAdEvents", DecodeRecords.adEvents());

    PAssert.that(decoded.output()).empty();
    PAssert.that(decoded.failures())
        .containsInAnyOrder(
            List.of(
                DeadLetter.of(
                    "DecodeAdEvents",
                    Reason.NOT_BROKER_TIME,
                    "Kafka timestamp: expected the broker's (LogAppendTime), but the producer set"
                        + " it to 56387-04-10T00:00:00.000Z",
                    stamped)));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    assertThat(counter(result, "dead_letters_not_broker_time")).isEqualTo(1);
  }

  @Test
  void refusesWhatIsLongerThanTheLimit(TestPipeline pipeline) {
    var decoded =
        pipeline
            .apply(Create.of(CLICK).withCoder(RawRecordCoder.of()))
            .apply("DecodeAdEvents", DecodeRecords.adEvents().withMaxBytes(10));

    PAssert.that(decoded.output()).empty();
    PAssert.that(decoded.failures())
        .containsInAnyOrder(
            List.of(
                DeadLetter.of(
                    "DecodeAdEvents", Reason.TOO_LARGE, "expected at most 10 bytes", CLICK)));
    pipeline.run().waitUntilFinish();
  }

  @Test
  void needsALimitAboveZero() {
    assertThatThrownBy(() -> DecodeRecords.adEvents().withMaxBytes(0))
        .hasMessage("maxBytes must be above 0, is 0");
  }

  /** A format that makes three results of each record. */
  private static void threeResults(
      RawRecord record, int maxBytes, RecordDecoder.Output<AdEvent> out) {
    out.decoded(click("e-1"), record.piece(1, new byte[] {1}));
    out.refused(new Verdict.Refused<>(Reason.UNMAPPED_VALUE, "x"), record.piece(2, new byte[] {2}));
    out.skipped(record);
  }

  @Test
  void accountsForEveryResultOfARecord(TestPipeline pipeline) {
    var decoded =
        pipeline
            .apply(Create.of(CLICK, BROKEN).withCoder(RawRecordCoder.of()))
            .apply("Decode", DecodeRecords.adEvents().with(DecodeRecordsTest::threeResults));

    PAssert.that(decoded.failures())
        .containsInAnyOrder(
            List.of(
                DeadLetter.of(
                    "DecodeAdEvents", Reason.UNMAPPED_VALUE, "x", CLICK.piece(2, new byte[] {2})),
                DeadLetter.of(
                    "DecodeAdEvents",
                    Reason.UNMAPPED_VALUE,
                    "x",
                    BROKEN.piece(2, new byte[] {2}))));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    assertThat(counter(result, "records_decoded")).isEqualTo(2);
    assertThat(counter(result, "dead_letters_unmapped_value")).isEqualTo(2);
    assertThat(counter(result, "records_skipped")).isEqualTo(2);
    assertThat(counter(result, "records_split")).isEqualTo(4);
  }
}
