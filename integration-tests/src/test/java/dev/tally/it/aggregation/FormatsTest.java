package dev.tally.it.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tally.io.kafka.Heartbeat;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.it.Servers;
import dev.tally.operations.FileSender;
import dev.tally.transforms.format.ReadyMadeMappings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.joda.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Sends the sample of each ready-made mapping through Kafka and a job on Flink. The counts must be
 * exact, and every record must be accounted for: records + split = accepted + duplicates + dead
 * letters + skipped.
 */
@Tag("integration")
class FormatsTest {
  private static final Duration DEADLINE = Duration.ofMinutes(5);
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant END = Instant.parse("2026-03-02T00:00:00Z");
  private static final org.joda.time.Duration DELAY = org.joda.time.Duration.standardSeconds(10);

  @TempDir private Path dir;
  private KafkaCluster cluster;
  private String prefix;

  @BeforeEach
  void createTopics() throws IOException {
    cluster = KafkaCluster.at(Servers.kafka().kafkaBootstrap());
    prefix = "formats-" + UUID.randomUUID() + "-";
    RunningJob.createTopics(cluster, prefix, 1, true);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # mapping,        impressions, clicks, duplicates, dead letters, skipped, split
          appsflyer,         1,           1,      0,          1,            1,       0
          criteo,            3,           2,      0,          1,            1,       2
          csv,               1,           1,      0,          2,            1,       0
          google-ad-manager, 2,           1,      0,          1,            2,       0
          segment,           1,           1,      1,          1,            2,       0
          segment-batch,     2,           1,      0,          1,            2,       3
          snowplow,          2,           1,      0,          1,            1,       0
          """)
  void countsTheSampleExactly(
      String name,
      long impressions,
      long clicks,
      long duplicates,
      long letters,
      long skipped,
      long split)
      throws Exception {
    List<String> sample = ReadyMadeMappings.sample(name).lines().toList();
    send("ad-events", sample);
    try (RunningJob job = aggregation(name)) {
      await()
          .atMost(DEADLINE)
          .ignoreExceptions()
          .untilAsserted(
              () ->
                  assertThat(job.counters())
                      .containsEntry("events_accepted", impressions + clicks)
                      .containsEntry("duplicates_dropped", duplicates)
                      .containsEntry("records_skipped", skipped)
                      .containsEntry("records_split", split));
      await()
          .atMost(DEADLINE)
          .untilAsserted(
              () -> {
                assertThat(sum("impressions")).isEqualTo(impressions);
                assertThat(sum("clicks")).isEqualTo(clicks);
                assertThat(letters()).hasSize((int) letters);
              });
    }
    assertThat(sample.size() + split)
        .isEqualTo(impressions + clicks + duplicates + letters + skipped);
    assertThat(letters())
        .allSatisfy(
            letter -> assertThat(letter.get("detail").asText()).contains("(" + name + ".yaml:"));
  }

  /** The payload of the dead letter is the whole value, byte for byte. */
  @ParameterizedTest
  @EnumSource
  void countsBinaryValuesExactly(BinaryFormat format) throws Exception {
    long noon = NOON.getMillis();
    byte[] unmapped = format.value("e-4", "hover", noon);
    byte[] cut = Arrays.copyOf(unmapped, unmapped.length - 1);
    sendBytes(
        List.of(
            format.value("e-1", "view", noon),
            format.value("e-2", "tap", noon),
            format.value("e-2", "tap", noon),
            format.value("e-3", "view", noon),
            format.value("e-5", "scroll", noon),
            unmapped,
            cut));
    Path mapping = format.write(dir, "{view: impression, tap: click}");
    try (RunningJob job = aggregation(mapping)) {
      await()
          .atMost(DEADLINE)
          .ignoreExceptions()
          .untilAsserted(
              () ->
                  assertThat(job.counters())
                      .containsEntry("events_accepted", 3L)
                      .containsEntry("duplicates_dropped", 1L)
                      .containsEntry("records_skipped", 1L));
      await()
          .atMost(DEADLINE)
          .untilAsserted(
              () -> {
                assertThat(sum("impressions")).isEqualTo(2);
                assertThat(sum("clicks")).isEqualTo(1);
                assertThat(letters()).hasSize(2);
              });
    }
    Map<String, byte[]> payloads = new HashMap<>();
    for (JsonNode letter : letters()) {
      assertThat(letter.get("detail").asText()).contains("(binary.yaml:");
      payloads.put(letter.get("reason").asText(), letter.get("payload").binaryValue());
    }
    assertThat(payloads).containsOnlyKeys("UNMAPPED_VALUE", "NOT_IN_FORMAT");
    assertThat(payloads.get("UNMAPPED_VALUE")).isEqualTo(unmapped);
    assertThat(payloads.get("NOT_IN_FORMAT")).isEqualTo(cut);
  }

  @Test
  void attributesMappedOrdersToMappedEvents() throws Exception {
    send("orders", ReadyMadeMappings.sample("debezium-orders").lines().toList());
    send("campaigns", List.of());
    send("ad-events", List.of("e-9,click,2026-03-01T11:58:00Z,ad-1,c-1,s-1,u-1,us-east,0.1"));
    try (RunningJob attribution =
            RunningJob.startAttribution(
                cluster,
                prefix,
                dir.resolve("attribution"),
                "--input=REPLAY",
                "--parallelism=1",
                "--checkpointingInterval=2000",
                "--ordersFormat=" + mapping("debezium-orders"));
        RunningJob aggregation = aggregation("csv")) {
      await()
          .atMost(DEADLINE)
          .untilAsserted(
              () -> {
                Map<String, JsonNode> orders = latest("attributed-orders", "order_id");
                assertThat(orders).containsOnlyKeys("1001", "1002");
                assertThat(orders.get("1001").path("touch_event_id").asText()).isEqualTo("e-9");
                assertThat(orders.get("1001").get("amount_micros").asLong()).isEqualTo(19_990_000);
                assertThat(orders.get("1002").get("status").asText()).isEqualTo("cancelled");
              });
      await()
          .atMost(DEADLINE)
          .ignoreExceptions()
          .untilAsserted(
              () -> {
                assertThat(attribution.counters()).containsEntry("records_skipped", 1L);
                assertThat(letters()).hasSize(1);
              });
      assertThat(aggregation.hasFailed()).isFalse();
    }
    assertThat(letters())
        .singleElement()
        .matches(one -> one.get("reason").asText().equals("WRONG_TYPE"));
  }

  private RunningJob aggregation(String mapping) throws IOException {
    return aggregation(mapping(mapping));
  }

  private RunningJob aggregation(Path mapping) throws IOException {
    return RunningJob.start(
        cluster,
        dir.resolve("aggregation"),
        RunningJob.options(
            cluster,
            prefix,
            "--input=REPLAY",
            "--parallelism=1",
            "--earlyPane=1s",
            "--checkpointingInterval=2000",
            "--adEventsFormat=" + mapping));
  }

  private Path mapping(String name) throws IOException {
    return Files.writeString(dir.resolve(name + ".yaml"), ReadyMadeMappings.text(name));
  }

  private void send(String topic, List<String> values) throws IOException {
    Path file =
        Files.write(
            dir.resolve(topic + ".tsv"),
            values.stream().map(value -> NOON.getMillis() + "\t" + value).toList());
    new FileSender(cluster, prefix + topic, DELAY, 0).until(END).send(file, lines -> {});
  }

  /** Sends values at noon, and then a heartbeat at the end of the input. */
  private void sendBytes(List<byte[]> values) throws Exception {
    String topic = prefix + "ad-events";
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            cluster.producerConfig(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (byte[] value : values) {
        producer.send(new ProducerRecord<>(topic, 0, NOON.getMillis(), null, value)).get();
      }
      long end = END.getMillis();
      producer.send(Heartbeat.record(topic, 0, end + DELAY.getMillis(), end)).get();
    }
  }

  private List<JsonNode> letters() {
    return TopicContents.of(cluster, prefix + "dead-letters");
  }

  /** Returns the sum of a measure in the records with the highest revisions. */
  private long sum(String measure) {
    return latest("ad-metrics", "record_uuid").values().stream()
        .mapToLong(metric -> metric.get(measure).asLong())
        .sum();
  }

  private Map<String, JsonNode> latest(String topic, String id) {
    Map<String, JsonNode> latest = new HashMap<>();
    for (JsonNode record : TopicContents.of(cluster, prefix + topic)) {
      latest.merge(
          record.get(id).asText(),
          record,
          (a, b) -> a.get("revision").asLong() > b.get("revision").asLong() ? a : b);
    }
    return latest;
  }
}
