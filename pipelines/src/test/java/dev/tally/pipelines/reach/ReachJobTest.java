package dev.tally.pipelines.reach;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.pipelines.NoManifest;
import dev.tally.pipelines.StepNames;
import dev.tally.pipelines.ports.WritePort;
import dev.tally.transforms.model.CampaignReach;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.RawRecordCoder;
import dev.tally.transforms.reach.ReachSettings;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class ReachJobTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final String EVENT =
      """
      {"event_id":"%s","event_type":"impression","event_time":%d,"ad_id":"a","campaign_id":"c",
       "store_id":"s","user_id":"%s","region":"us"}""";

  @Test
  void keepsTheNamesOfItsSteps() {
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    build(pipeline, new Given(List.of(), List.of(), List.of()));
    assertThat(StepNames.of(pipeline))
        .as("renamed steps lose their state at the next restore: see docs/adr")
        .containsExactlyElementsOf(StepNames.golden("/reach-steps.txt"));
  }

  @Test
  void countsTheUsersOfAllRecords_andRejectsWhatIsNone() {
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    List<RawRecord> events =
        List.of(
            event("1", NOON, "alice"),
            event("1", NOON, "alice"),
            event("2", NOON, "bob"),
            event("3", NOON, "undefined"),
            event("4", NOON.minus(Duration.standardHours(7)), "eve"),
            raw("{}"));
    build(
        pipeline,
        new Given(
            events,
            List.of("c 2026-03-01T00:00:00.000Z IMPRESSION 2"),
            List.of("DecodeAdEvents MISSING_FIELD", "CleanseEvents TOO_OLD")));
    pipeline.run().waitUntilFinish();
  }

  private static void build(Pipeline pipeline, ReachPorts ports) {
    ReachJob.build(pipeline, ReachSettings.defaults(), Duration.standardMinutes(5), ports);
  }

  private static RawRecord event(String id, Instant time, String user) {
    return raw(EVENT.formatted(id, time.getMillis(), user));
  }

  private static RawRecord raw(String json) {
    return RawRecord.of("us", "clean-ad-events", 0, 0, NOON, json.getBytes(UTF_8));
  }

  /** Ports that read given records and check what is written. */
  private record Given(List<RawRecord> events, List<String> reaches, List<String> letters)
      implements ReachPorts {
    @Override
    public PTransform<PBegin, PDone> manifest() {
      return new NoManifest();
    }

    @Override
    public PTransform<PBegin, PCollection<RawRecord>> cleanAdEvents() {
      List<TimestampedValue<RawRecord>> timed = new ArrayList<>();
      events.forEach(record -> timed.add(TimestampedValue.of(record, record.getBrokerTime())));
      return Create.timestamped(timed).withCoder(RawRecordCoder.of());
    }

    @Override
    public WritePort<CampaignReach> campaignReach() {
      return WritePort.accepting(
          new Expect<>(
              reach ->
                  "%s %s %s %d"
                      .formatted(
                          reach.campaignId(),
                          reach.day(),
                          reach.eventType(),
                          reach.users().users()),
              reaches));
    }

    @Override
    public PTransform<PCollection<DeadLetter>, PDone> deadLetters() {
      return new Expect<>(letter -> letter.getStep() + " " + letter.getReason(), letters);
    }
  }

  /** Checks that these are the elements that are written. */
  private static final class Expect<T> extends PTransform<PCollection<T>, PDone> {
    private static final long serialVersionUID = 1L;
    private final SerializableFunction<T, String> text;
    private final ArrayList<String> expected;

    Expect(SerializableFunction<T, String> text, List<String> expected) {
      this.text = text;
      this.expected = new ArrayList<>(expected);
    }

    @Override
    public PDone expand(PCollection<T> input) {
      PAssert.that(input)
          .satisfies(
              found -> {
                List<String> texts = new ArrayList<>();
                found.forEach(one -> texts.add(text.apply(one)));
                assertThat(texts).containsExactlyInAnyOrderElementsOf(expected);
                return null;
              });
      return PDone.in(input.getPipeline());
    }
  }
}
