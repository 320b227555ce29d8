package dev.tally.it.aggregation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.hash.Hashing;
import dev.tally.io.kafka.Heartbeat;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.it.Servers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a client sends to a live topic, with any compression codec, is counted or becomes a dead
 * letter with its reason.
 */
@Tag("integration")
class BadInputTest {
  private static final Duration DEADLINE = Duration.ofMinutes(3);
  private static final int OMITTED_BYTES = 16 << 20;

  @TempDir private Path dir;

  private static String event(String id, long time) {
    return ("{\"event_id\":\"%s\",\"event_type\":\"click\",\"event_time\":%d,\"ad_id\":\"ad-1\","
            + "\"campaign_id\":\"c-1\",\"store_id\":\"s-1\",\"user_id\":\"u-1\","
            + "\"region\":\"us-east\",\"cost_micros\":7}")
        .formatted(id, time);
  }

  private static Map<String, byte[]> badValues(long now) {
    String good = event("bad", now);
    byte[] invalidUtf8 = good.replace("ad-1", "ad-?").getBytes(UTF_8);
    invalidUtf8[good.indexOf("ad-1") + 3] = (byte) 0xFF;
    byte[] tenMegabytes = new byte[10 << 20];
    Arrays.fill(tenMegabytes, (byte) 'x');
    Map<String, byte[]> values = new LinkedHashMap<>();
    values.put("NOT_JSON", "{\"event_id\":".getBytes(UTF_8));
    values.put("NOT_JSON bomb", "{\"a\":[".repeat(10_000).getBytes(UTF_8));
    values.put("MISSING_FIELD", good.replace("\"ad_id\":\"ad-1\",", "").getBytes(UTF_8));
    values.put("WRONG_TYPE", good.replace("\"ad-1\"", "1").getBytes(UTF_8));
    values.put("UNKNOWN_EVENT_TYPE", good.replace("click", "hover").getBytes(UTF_8));
    values.put("EMPTY_ID", event("", now).getBytes(UTF_8));
    values.put("ID_TOO_LONG", event("x".repeat(129), now).getBytes(UTF_8));
    values.put("TIME_OUT_OF_BOUNDS", event("bad", -1).getBytes(UTF_8));
    values.put("TOO_OLD", event("bad", now - 7 * 3_600_000).getBytes(UTF_8));
    values.put("IN_THE_FUTURE", event("bad", now + 3_600_000).getBytes(UTF_8));
    values.put("INVALID_UTF8", invalidUtf8);
    values.put("TOO_LARGE", tenMegabytes);
    values.put("TOO_LARGE for its dead letter too", new byte[OMITTED_BYTES]);
    values.put("NULL_VALUE", null);
    values.put("ID_TOO_LONG of 600 KB", good.replace("ad-1", "é".repeat(300_000)).getBytes(UTF_8));
    values.put("CONTROL_CHARACTER", good.replace("ad-1", "ad\\u0000").getBytes(UTF_8));
    values.put("PLACEHOLDER_ID", event("undefined", now).getBytes(UTF_8));
    values.put("RESERVED_REGION", good.replace("us-east", "*").getBytes(UTF_8));
    values.put("AMOUNT_TOO_LARGE", good.replace(":7}", ":" + Long.MAX_VALUE + "}").getBytes(UTF_8));
    values.put("TOO_OLD in seconds", event("bad", now / 1_000).getBytes(UTF_8));
    values.put("NOT_JSON of Confluent", ("\0\0\0\0\7" + good).getBytes(UTF_8));
    values.put("MISSING_FIELD of Connect", "{\"schema\":{},\"payload\":{}}".getBytes(UTF_8));
    return values;
  }

  @Test
  void becomesADeadLetterWithItsReasonAndWholePayload_andTheGoodEventsAroundItCount()
      throws Exception {
    KafkaCluster cluster = KafkaCluster.at(Servers.kafka().kafkaBootstrap());
    String prefix = "bad-" + UUID.randomUUID() + "-";
    RunningJob.createTopics(cluster, prefix, 2, false);
    raiseLimit(cluster, prefix + "ad-events");
    long now = System.currentTimeMillis();
    Map<String, byte[]> bad = badValues(now);
    byte[] stampedByItsProducer = event("stamped", now).getBytes(UTF_8);
    sendWithOwnTime(cluster, prefix + "ad-events", now * 1_000, stampedByItsProducer);
    try (RunningJob job =
            RunningJob.start(
                cluster,
                dir,
                RunningJob.options(
                    cluster, prefix, "--checkpointingInterval=2000", "--earlyPane=2s"));
        CodecProducers anyCodec = new CodecProducers(cluster);
        Producer<byte[], byte[]> producer = producer(cluster)) {
      String topic = prefix + "ad-events";
      int good = 0;
      for (byte[] value : bad.values()) {
        anyCodec
            .send(new ProducerRecord<>(topic, event("good-" + good++, now).getBytes(UTF_8)))
            .get();
        producer.send(new ProducerRecord<>(topic, value)).get();
      }
      // Both in one partition, so that it is known which copy is the first.
      byte[] twin = event("twin", now).getBytes(UTF_8);
      producer.send(new ProducerRecord<>(topic, 0, null, twin)).get();
      producer.send(new ProducerRecord<>(topic, 0, null, conflicting(now))).get();
      // A heartbeat that a client sends to a live topic does not move the watermark; it is a null
      // value.
      producer.send(Heartbeat.record(topic, 0, now, Long.MAX_VALUE / 2)).get();
      producer.send(new ProducerRecord<>(topic, event("good-" + good, now).getBytes(UTF_8))).get();
      int letters = bad.size() + 2;
      await()
          .atMost(DEADLINE)
          .until(() -> TopicContents.of(cluster, prefix + "dead-letters").size() >= letters);
      await()
          .atMost(DEADLINE)
          .until(() -> clicks(TopicContents.of(cluster, prefix + "ad-metrics")) >= bad.size() + 1);
      assertThat(job.hasFailed()).isFalse();
      await().atMost(DEADLINE).until(() -> job.counters().containsKey("events_accepted"));
      assertThat(job.counters().getOrDefault("droppedDueToLateness", 0L)).isZero();
    }
    assertThat(clicks(TopicContents.of(cluster, prefix + "ad-metrics"))).isEqualTo(bad.size() + 2);
    List<JsonNode> found = TopicContents.of(cluster, prefix + "dead-letters");
    Map<String, byte[]> expected = new LinkedHashMap<>(bad);
    expected.put("NULL_VALUE heartbeat", null);
    expected.put("CONFLICTING_COPY", conflicting(now));
    expected.put("NOT_BROKER_TIME", stampedByItsProducer);
    requireLetters(found, expected);
  }

  /** The reasons that only a mapping has, in a live topic of Avro. */
  @Test
  void becomesADeadLetterOfAMapping_withTheBytesOfItsValue() throws Exception {
    KafkaCluster cluster = KafkaCluster.at(Servers.kafka().kafkaBootstrap());
    String prefix = "bad-mapped-" + UUID.randomUUID() + "-";
    RunningJob.createTopics(cluster, prefix, 2, false);
    long now = System.currentTimeMillis();
    byte[] unmapped = BinaryFormat.AVRO.value("e-1", "hover", now);
    Map<String, byte[]> bad = new LinkedHashMap<>();
    bad.put("NOT_IN_FORMAT", Arrays.copyOf(unmapped, unmapped.length - 2));
    bad.put("NOT_IN_FORMAT of JSON", event("bad", now).getBytes(UTF_8));
    bad.put("NOT_IN_FORMAT of nothing", new byte[0]);
    bad.put("UNMAPPED_VALUE", unmapped);
    bad.put("TIME_OUT_OF_BOUNDS", BinaryFormat.AVRO.value("e-2", "tap", Long.MAX_VALUE / 4));
    bad.put("TOO_OLD", BinaryFormat.AVRO.value("e-3", "tap", now - 7 * 3_600_000));
    Path mapping = BinaryFormat.AVRO.write(dir, "{view: impression, tap: click}");
    try (RunningJob job =
            RunningJob.start(
                cluster,
                dir.resolve("mapped"),
                RunningJob.options(
                    cluster,
                    prefix,
                    "--checkpointingInterval=2000",
                    "--earlyPane=2s",
                    "--adEventsFormat=" + mapping));
        Producer<byte[], byte[]> producer = producer(cluster)) {
      for (byte[] value : bad.values()) {
        producer.send(new ProducerRecord<>(prefix + "ad-events", value)).get();
      }
      byte[] good = BinaryFormat.AVRO.value("good", "tap", now);
      producer.send(new ProducerRecord<>(prefix + "ad-events", good)).get();
      await()
          .atMost(DEADLINE)
          .until(() -> clicks(TopicContents.of(cluster, prefix + "ad-metrics")) == 1);
      await()
          .atMost(DEADLINE)
          .until(() -> TopicContents.of(cluster, prefix + "dead-letters").size() >= bad.size());
      assertThat(job.hasFailed()).isFalse();
    }
    requireLetters(TopicContents.of(cluster, prefix + "dead-letters"), bad);
  }

  private static void requireLetters(List<JsonNode> found, Map<String, byte[]> expected) {
    assertThat(found).hasSize(expected.size());
    expected.forEach(
        (name, value) ->
            assertThat(found)
                .as(name)
                .anyMatch(
                    letter ->
                        letter.get("reason").asText().equals(name.split(" ", -1)[0])
                            && sameBytes(letter, value)));
  }

  private static byte[] conflicting(long now) {
    return event("twin", now).replace("u-1", "u-2").getBytes(UTF_8);
  }

  private static void raiseLimit(KafkaCluster cluster, String topic) throws Exception {
    alter(cluster, topic, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(40 << 20));
  }

  /**
   * Sends a record with a timestamp in microseconds, as from a time when its topic was not
   * LogAppendTime yet.
   */
  private static void sendWithOwnTime(
      KafkaCluster cluster, String topic, long timestamp, byte[] value) throws Exception {
    alter(cluster, topic, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime");
    try (Producer<byte[], byte[]> producer = producer(cluster)) {
      producer.send(new ProducerRecord<>(topic, 0, timestamp, null, value)).get();
    }
    alter(cluster, topic, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
  }

  private static void alter(KafkaCluster cluster, String topic, String setting, String value)
      throws Exception {
    AlterConfigOp change =
        new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET);
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try (Admin admin = cluster.admin()) {
      admin.incrementalAlterConfigs(Map.of(resource, List.of(change))).all().get();
    }
  }

  private static boolean sameBytes(JsonNode letter, byte[] value) {
    if (value != null && value.length == OMITTED_BYTES) {
      return letter.get("payload").isNull()
          && letter.get("payload_omitted").asBoolean()
          && letter.get("payload_bytes").asInt() == OMITTED_BYTES
          && letter
              .get("payload_sha256")
              .asText()
              .equals(Hashing.sha256().hashBytes(value).toString());
    }
    JsonNode payload = letter.get("payload");
    if (payload == null || payload.isNull()) {
      return value == null;
    }
    return Arrays.equals(Base64.getDecoder().decode(payload.asText()), value);
  }

  /** Returns the sum, over record UUIDs, of the clicks of the highest revision. */
  private static long clicks(List<JsonNode> metrics) {
    Map<String, JsonNode> latest = new HashMap<>();
    for (JsonNode metric : metrics) {
      latest.merge(
          metric.get("record_uuid").asText(),
          metric,
          (a, b) -> a.get("revision").asLong() >= b.get("revision").asLong() ? a : b);
    }
    return latest.values().stream().mapToLong(m -> m.get("clicks").asLong()).sum();
  }

  private static Producer<byte[], byte[]> producer(KafkaCluster cluster) {
    Map<String, Object> config = new HashMap<>(cluster.producerConfig());
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 17 << 20);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
