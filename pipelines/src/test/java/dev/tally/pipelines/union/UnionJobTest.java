package dev.tally.pipelines.union;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.pipelines.NoManifest;
import dev.tally.pipelines.StepNames;
import dev.tally.pipelines.ports.WritePort;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.RawRecordCoder;
import dev.tally.transforms.model.RecordUuid;
import dev.tally.transforms.model.RevisedRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class UnionJobTest {
  private static final String METRIC =
      """
      {"record_uuid":"%s","revision":%s,"region":"r","ad_id":"a","campaign_id":"c","store_id":"s",
       "minute":60000,"impressions":0,"clicks":1,"repeat_clicks":0,"spend_micros":0}""";
  private static final String ORDER =
      """
      {"record_uuid":"%s","revision":0,"model":"last_touch","order_id":"o","user_id":"u","store_id":"s","order_time":5,
       "status":"placed","amount_micros":4,"currency":"EUR","region":"r","details_status":"PENDING"}""";
  private static final String REACH =
      """
      {"record_uuid":"%s","revision":1,"campaign_id":"c","day_start":0,"event_type":"click","users":1,
       "users_low":1,"users_high":1,"users_sketch_base64":"Af8="}""";
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void keepsTheNamesOfItsSteps() {
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    UnionJob.build(pipeline, new Given(List.of(), List.of(), List.of()));
    assertThat(StepNames.of(pipeline))
        .as("renamed steps lose their state at the next restore: see docs/adr")
        .containsExactlyElementsOf(StepNames.golden("/union-steps.txt"));
  }

  @Test
  void passesEveryRecordAsItCame_alsoThoseThatTwoRegionsWrote_andKeepsWhatIsNone() {
    RawRecord metric = raw("ad-metrics", metric(3));
    RawRecord later = raw("ad-metrics", metric(4));
    RawRecord order = raw("attributed-orders", ORDER, "o");
    RawRecord broken = raw("ad-metrics", "{\"revision\":1}");
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    RawRecord reach = raw("campaign-reach", REACH);
    Given given =
        new Given(List.of(metric, later, metric, broken), List.of(order, order), List.of(reach));
    UnionJob.build(pipeline, given);
    pipeline.run().waitUntilFinish();
  }

  private static String metric(long revision) {
    return METRIC.formatted("%s", revision);
  }

  private static RawRecord raw(String topic, String json, String... id) {
    String uuid =
        RecordUuid.ofAttributedOrder("last_touch", id.length == 0 ? "m" : id[0]).toString();
    return RawRecord.of("us", topic, 0, 0, NOON, json.formatted(uuid).getBytes(UTF_8));
  }

  /** Ports that read given records and check the records written. */
  private record Given(List<RawRecord> metrics, List<RawRecord> orders, List<RawRecord> reaches)
      implements UnionPorts {
    @Override
    public PTransform<PBegin, PDone> manifest() {
      return new NoManifest();
    }

    @Override
    public PTransform<PBegin, PCollection<RawRecord>> adMetrics() {
      return Create.of(metrics).withCoder(RawRecordCoder.of());
    }

    @Override
    public PTransform<PBegin, PCollection<RawRecord>> attributedOrders() {
      return Create.of(orders).withCoder(RawRecordCoder.of());
    }

    @Override
    public WritePort<RevisedRecord> allAdMetrics() {
      return WritePort.accepting(
          new Expect<>(record -> payload(record), payloads(metrics, "record_uuid")));
    }

    @Override
    public WritePort<RevisedRecord> allAttributedOrders() {
      return WritePort.accepting(
          new Expect<>(record -> payload(record), payloads(orders, "record_uuid")));
    }

    @Override
    public List<RowStore> adMetricStores() {
      return stores(
          row ->
              row.getString("ad_id")
                  + row.getInt64("revision")
                  + "@"
                  + Instant.ofEpochMilli(row.getInt64("broker_time")),
          metrics.isEmpty() ? List.of() : List.of("a3@" + NOON, "a4@" + NOON, "a3@" + NOON));
    }

    @Override
    public List<RowStore> attributedOrderStores() {
      return stores(
          row -> row.getString("order_id") + row.getString("touch_event_id"),
          orders.isEmpty() ? List.of() : List.of("onull", "onull"));
    }

    private static List<RowStore> stores(
        SerializableFunction<Row, String> text, List<String> expected) {
      return Stream.of("Hive", "ClickHouse")
          .map(name -> new RowStore(name, new Expect<>(text, expected)))
          .toList();
    }

    @Override
    public PTransform<PBegin, PCollection<RawRecord>> campaignReach() {
      return Create.of(reaches).withCoder(RawRecordCoder.of());
    }

    @Override
    public List<RowStore> campaignReachStores() {
      return List.of(
          new RowStore(
              "Hive",
              new Expect<>(
                  row ->
                      row.getString("campaign_id") + Arrays.toString(row.getBytes("users_sketch")),
                  reaches.isEmpty() ? List.of() : List.of("c[1, -1]"))));
    }

    @Override
    public PTransform<PCollection<DeadLetter>, PDone> deadLetters() {
      return new Expect<>(
          letter -> letter.getStep() + " " + letter.getReason(),
          metrics.isEmpty() ? List.of() : List.of("DecodeAdMetrics MISSING_FIELD"));
    }

    private static String payload(RevisedRecord record) {
      return record.brokerTime() + new String(record.payload(), UTF_8);
    }

    private static List<String> payloads(List<RawRecord> records, String field) {
      return records.stream()
          .map(record -> record.getBrokerTime() + text(record))
          .filter(text -> text.contains(field))
          .toList();
    }

    private static String text(RawRecord record) {
      byte[] payload = record.getPayload();
      return payload == null ? "" : new String(payload, UTF_8);
    }
  }

  /** Checks that exactly these elements are written, in any order. */
  private static final class Expect<T> extends PTransform<PCollection<T>, PDone> {
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
