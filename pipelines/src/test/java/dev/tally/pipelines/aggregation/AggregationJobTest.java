package dev.tally.pipelines.aggregation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tally.pipelines.NoManifest;
import dev.tally.pipelines.StepNames;
import dev.tally.pipelines.ports.WritePort;
import dev.tally.transforms.dedup.DedupScope;
import dev.tally.transforms.dedup.DropDuplicates;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.BotList;
import dev.tally.transforms.model.DataCenterList;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.InvalidReason;
import dev.tally.transforms.model.InvalidTrafficRules;
import dev.tally.transforms.model.MetricMeasure;
import dev.tally.transforms.model.PlaceholderIds;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.RawRecordCoder;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

/** Runs the whole job on DirectRunner, with ports in memory instead of servers. */
class AggregationJobTest {
  private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

  /** Ports that read given records and check the records written. */
  private record TestPorts(
      TestStream<RawRecord> records,
      SerializableFunction<Iterable<AdEvent>, Void> cleanCheck,
      SerializableFunction<Iterable<AdMetric>, Void> metricsCheck,
      SerializableFunction<Iterable<DeadLetter>, Void> lettersCheck)
      implements AggregationPorts {
    @Override
    public PTransform<PBegin, PDone> manifest() {
      return new NoManifest();
    }

    @Override
    public PTransform<PBegin, PCollection<RawRecord>> adEvents() {
      return records;
    }

    @Override
    public DropDuplicates.Input input() {
      return DropDuplicates.Input.BOUNDED;
    }

    @Override
    public Optional<WritePort<AdEvent>> cleanAdEvents() {
      return Optional.of(WritePort.accepting(new Checked<>(cleanCheck)));
    }

    @Override
    public WritePort<AdMetric> adMetrics() {
      return WritePort.accepting(new Checked<>(metricsCheck));
    }

    @Override
    public PTransform<PCollection<DeadLetter>, PDone> deadLetters() {
      return new Checked<>(lettersCheck);
    }
  }

  private static final class Checked<T> extends PTransform<PCollection<T>, PDone> {
    private static final long serialVersionUID = 1L;
    private final SerializableFunction<Iterable<T>, Void> check;

    Checked(SerializableFunction<Iterable<T>, Void> check) {
      this.check = check;
    }

    @Override
    public PDone expand(PCollection<T> written) {
      PAssert.that(written).satisfies(check);
      return PDone.in(written.getPipeline());
    }
  }

  private static RawRecord record(long offset, String value) {
    return RawRecord.of("us", "ad-events", 0, offset, NOON, value.getBytes(UTF_8));
  }

  private static String click(String id) {
    return ("{\"event_id\":\"%s\",\"event_type\":\"click\",\"event_time\":%d,\"ad_id\":\"ad-1\","
            + "\"campaign_id\":\"c-1\",\"store_id\":\"s-1\",\"user_id\":\"u-1\","
            + "\"region\":\"us-east\",\"cost_micros\":7}")
        .formatted(id, NOON.minus(Duration.standardSeconds(30)).getMillis());
  }

  private static String click(String id, String userAgent, String ip) {
    return click(id).replace("}", ",\"user_agent\":\"%s\",\"ip\":\"%s\"}".formatted(userAgent, ip));
  }

  private static TestStream<RawRecord> records(String... values) {
    TestStream.Builder<RawRecord> stream = TestStream.create(RawRecordCoder.of());
    for (int i = 0; i < values.length; i++) {
      stream = stream.addElements(TimestampedValue.of(record(i, values[i]), NOON));
    }
    return stream.advanceWatermarkToInfinity();
  }

  private static Pipeline pipeline() {
    PipelineOptions options = PipelineOptionsFactory.create();
    options.setStableUniqueNames(PipelineOptions.CheckEnabled.ERROR);
    return Pipeline.create(options);
  }

  @Test
  void countsEachEventOnce_andKeepsWhatItRefuses() {
    Pipeline pipeline = pipeline();
    AggregationJob.build(
        pipeline,
        AggregationRules.defaults(),
        new TestPorts(
            records(click("a"), click("b"), click("a"), "no event"),
            clean -> {
              assertThat(clean).extracting(AdEvent::getEventId).containsExactlyInAnyOrder("a", "b");
              return null;
            },
            metrics -> {
              AdMetric latest = latest(metrics);
              assertThat(latest.getSums().get(MetricMeasure.CLICKS)).isEqualTo(2);
              assertThat(latest.getSums().get(MetricMeasure.SPEND_MICROS)).isEqualTo(14);
              return null;
            },
            letters -> {
              assertThat(letters)
                  .extracting(DeadLetter::getReason)
                  .containsExactly(Reason.NOT_JSON);
              return null;
            }));
    pipeline.run().waitUntilFinish();
  }

  @Test
  void countsInvalidTraffic_andPassesOnNoDataOfTheClient() {
    Pipeline pipeline = pipeline();
    InvalidTrafficRules invalid =
        new InvalidTrafficRules(
            BotList.parse("bots.txt", List.of("googlebot")),
            DataCenterList.parse("centers.txt", List.of("192.0.2.0/24")),
            PlaceholderIds.standard(),
            2);
    AggregationJob.build(
        pipeline,
        rules(Duration.ZERO, DedupScope.REGION, invalid),
        new TestPorts(
            records(
                click("bot", "Googlebot/2.1", "10.0.0.1"),
                click("center", "Firefox", "192.0.2.1"),
                click("fast", "Firefox", "10.0.0.1"),
                click("nobody", "Firefox", "").replace("u-1", "undefined"),
                click("valid", "Firefox", "").replace("u-1", "u-2")),
            clean -> {
              assertThat(clean)
                  .extracting(AdEvent::getEventId, AdEvent::getInvalidReason)
                  .containsExactlyInAnyOrder(
                      tuple("bot", InvalidReason.BOT),
                      tuple("center", InvalidReason.DATA_CENTER),
                      tuple("fast", null),
                      tuple("nobody", InvalidReason.PLACEHOLDER_USER),
                      tuple("valid", null));
              assertThat(clean.toString()).doesNotContain("Firefox").doesNotContain("192.0.2");
              return null;
            },
            metrics -> {
              AdMetric latest = latest(metrics);
              assertThat(latest.getSums().get(MetricMeasure.CLICKS)).isEqualTo(5);
              assertThat(latest.getSums().get(MetricMeasure.INVALID_CLICKS)).isEqualTo(4);
              return null;
            },
            letters -> {
              assertThat(letters).isEmpty();
              return null;
            }));
    pipeline.run().waitUntilFinish();
  }

  private static AdMetric latest(Iterable<AdMetric> metrics) {
    AdMetric latest = null;
    for (AdMetric metric : metrics) {
      latest = latest == null || metric.getRevision() > latest.getRevision() ? metric : latest;
    }
    assertThat(latest).isNotNull();
    return latest;
  }

  @Test
  void namesItsSteps_asSavepointsKnowThem() {
    assertThat(steps(AggregationRules.defaults()))
        .as("renamed steps lose their state at the next restore: see docs/adr")
        .containsExactlyElementsOf(StepNames.golden("/aggregation-steps.txt"));
  }

  @Test
  void addsStepsAndRenamesNone_whenRepeatsAreLookedFor() {
    Set<String> more = new TreeSet<>(StepNames.golden("/aggregation-steps.txt"));
    more.addAll(StepNames.golden("/repeat-clicks-steps.txt"));
    assertThat(steps(rules(Duration.standardSeconds(1), DedupScope.REGION)))
        .containsExactlyElementsOf(more);
  }

  @Test
  void addsStepsAndRenamesNone_whenClicksHaveALimit() {
    Set<String> more = new TreeSet<>(StepNames.golden("/aggregation-steps.txt"));
    more.addAll(StepNames.golden("/click-limit-steps.txt"));
    InvalidTrafficRules limit =
        new InvalidTrafficRules(BotList.NONE, DataCenterList.NONE, null, 20);
    assertThat(steps(rules(Duration.ZERO, DedupScope.REGION, limit)))
        .containsExactlyElementsOf(more);
    more.addAll(StepNames.golden("/repeat-clicks-steps.txt"));
    assertThat(steps(rules(Duration.standardSeconds(1), DedupScope.REGION, limit)))
        .containsExactlyElementsOf(more);
  }

  @Test
  void remembersIdsOfAllRegionsApart_soThatNoSavepointChangesItsScope() {
    assertThat(steps(rules(Duration.ZERO, DedupScope.GLOBAL)))
        .contains("DropDuplicates/RememberIdsOfAllRegions")
        .doesNotContain("DropDuplicates/RememberIds");
  }

  private static AggregationRules rules(Duration doubleClickWindow, DedupScope scope) {
    return rules(doubleClickWindow, scope, InvalidTrafficRules.NONE);
  }

  private static AggregationRules rules(
      Duration doubleClickWindow, DedupScope scope, InvalidTrafficRules invalidTraffic) {
    AggregationRules off = AggregationRules.defaults();
    return new AggregationRules(
        off.maxEventAge(),
        off.maxClockSkew(),
        off.earlyPane(),
        off.generation(),
        doubleClickWindow,
        scope,
        off.placeholders(),
        invalidTraffic);
  }

  private static SortedSet<String> steps(AggregationRules rules) {
    Pipeline pipeline = pipeline();
    AggregationJob.build(
        pipeline, rules, new TestPorts(records(), x -> null, x -> null, x -> null));
    return StepNames.of(pipeline);
  }
}
