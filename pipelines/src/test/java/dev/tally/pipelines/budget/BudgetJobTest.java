package dev.tally.pipelines.budget;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.pipelines.NoManifest;
import dev.tally.pipelines.StepNames;
import dev.tally.pipelines.ports.WritePort;
import dev.tally.transforms.budget.BudgetSettings;
import dev.tally.transforms.model.CampaignSpend;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.PlaceholderIds;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.RawRecordCoder;
import dev.tally.transforms.model.RecordUuid;
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

class BudgetJobTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final String METRIC =
      """
      {"record_uuid":"%s","revision":%d,"region":"us","ad_id":"a","campaign_id":"c","store_id":"s",
       "minute":1772366400000,"impressions":%d,"clicks":0,"repeat_clicks":0,"spend_micros":%d}""";
  private static final String CAMPAIGN =
      """
      {"campaign_id":"c","valid_from":1772280000000,"click_window_ms":0,"view_window_ms":0,
       "daily_budget_micros":600,"active":true}""";

  @Test
  void keepsTheNamesOfItsSteps() {
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    build(pipeline, new Given(List.of(), List.of(), List.of(), List.of()));
    assertThat(StepNames.of(pipeline))
        .as("renamed steps lose their state at the next restore: see docs/adr")
        .containsExactlyElementsOf(StepNames.golden("/budget-steps.txt"));
  }

  @Test
  void addsUpTheSpendOfAllRecords_andRejectsWhatIsNone() {
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    List<RawRecord> metrics =
        List.of(metric(1, 5, 100), metric(1, 9, 180), metric(1, 9, 180), metric(2, 4, 20));
    List<RawRecord> all = new ArrayList<>(metrics);
    all.add(raw("ad-metrics", "{\"revision\":1}"));
    build(
        pipeline,
        new Given(
            all,
            List.of(raw("campaigns", CAMPAIGN), raw("campaigns", "{}")),
            List.of("c 200 of 600"),
            List.of("DecodeAdMetrics MISSING_FIELD", "DecodeCampaigns MISSING_FIELD")));
    pipeline.run().waitUntilFinish();
  }

  private static void build(Pipeline pipeline, BudgetPorts ports) {
    BudgetJob.build(pipeline, BudgetSettings.defaults(), PlaceholderIds.standard(), ports);
  }

  private static RawRecord metric(int ad, long revision, long micros) {
    String uuid = RecordUuid.of("ad-metric", String.valueOf(ad)).toString();
    return raw("ad-metrics", METRIC.formatted(uuid, revision, revision, micros));
  }

  private static RawRecord raw(String topic, String json) {
    // A version applies from a minute after its broker time on.
    Instant at = topic.equals("campaigns") ? NOON.minus(Duration.standardHours(1)) : NOON;
    return RawRecord.of("us", topic, 0, 0, at, json.getBytes(UTF_8));
  }

  /** Ports that read given records and check what is written. */
  private record Given(
      List<RawRecord> metrics, List<RawRecord> versions, List<String> spend, List<String> letters)
      implements BudgetPorts {
    @Override
    public PTransform<PBegin, PDone> manifest() {
      return new NoManifest();
    }

    @Override
    public PTransform<PBegin, PCollection<RawRecord>> adMetrics() {
      return records(metrics);
    }

    @Override
    public PTransform<PBegin, PCollection<RawRecord>> campaigns() {
      return records(versions);
    }

    @Override
    public WritePort<CampaignSpend> campaignSpend() {
      return WritePort.accepting(new Expect<>(Given::text, spend));
    }

    @Override
    public PTransform<PCollection<DeadLetter>, PDone> deadLetters() {
      return new Expect<>(letter -> letter.getStep() + " " + letter.getReason(), letters);
    }

    private static PTransform<PBegin, PCollection<RawRecord>> records(List<RawRecord> records) {
      List<TimestampedValue<RawRecord>> timed = new ArrayList<>();
      records.forEach(record -> timed.add(TimestampedValue.of(record, record.getBrokerTime())));
      return Create.timestamped(timed).withCoder(RawRecordCoder.of());
    }

    private static String text(CampaignSpend spend) {
      return spend.campaignId() + " " + spend.spendMicros() + " of " + spend.budgetMicros();
    }
  }

  /** Checks that these are the distinct elements that are written. */
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
                assertThat(texts.stream().distinct().toList())
                    .containsExactlyInAnyOrderElementsOf(expected);
                return null;
              });
      return PDone.in(input.getPipeline());
    }
  }
}
