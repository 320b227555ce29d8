package dev.tally.it.aggregation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a client sends to a live topic, in any codec, becomes a dead letter with its reason or
 * is counted.
 */
@Tag("integration")
class BadInputTest {
  private static final Duration DEADLINE = Duration.ofMinutes(3);

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
    values.put("NULL_VALUE", null);
    return values;
  }

  @Test
  void becomesADeadLetterWithItsReasonAndWholePayload_andTheGoodEventsAroundItCount()
      throws Exception {
    KafkaCluster cluster = KafkaCluster.at(Servers.kafka().kafkaBootstrap());
    String prefix = "bad-" + UUID.randomUUID() + "-";
    RunningJob.createTopics(cluster, prefix, 2, false);
    long now = System.currentTimeMillis();
    Map<String, byte[]> bad = badValues(now);
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
      // A heartbeat that some client sends to a live topic moves nothing: it is a null value.
      producer.send(Heartbeat.record(topic, 0, now, Long.MAX_VALUE / 2)).get();
      producer.send(new ProducerRecord<>(topic, event("good-" + good, now).getBytes(UTF_8))).get();
      int letters = bad.size() + 1;
      await()
          .atMost(DEADLINE)
          .until(() -> TopicContents.of(cluster, prefix + "dead-letters").size() >= letters);
      await()
          .atMost(DEADLINE)
          .until(() -> clicks(TopicContents.of(cluster, prefix + "ad-metrics")) >= letters);
      assertThat(job.hasFailed()).isFalse();
      await().atMost(DEADLINE).until(() -> job.counters().containsKey("events_accepted"));
      assertThat(job.counters().getOrDefault("droppedDueToLateness", 0L)).isZero();
    }
    assertThat(clicks(TopicContents.of(cluster, prefix + "ad-metrics"))).isEqualTo(bad.size() + 1);
    List<JsonNode> found = TopicContents.of(cluster, prefix + "dead-letters");
    Map<String, byte[]> expected = new LinkedHashMap<>(bad);
    expected.put("NULL_VALUE heartbeat", null);
    assertThat(found).hasSize(expected.size());
    expected.forEach(
        (name, value) ->
            assertThat(found)
                .as(name)
                .anyMatch(
                    letter ->
                        letter.get("reason").asText().equals(name.split(" ", -1)[0])
                            && sameBytes(letter.get("payload"), value)));
  }

  private static boolean sameBytes(JsonNode payload, byte[] value) {
    if (payload == null || payload.isNull()) {
      return value == null;
    }
    return Arrays.equals(Base64.getDecoder().decode(payload.asText()), value);
  }

  /** The sum over record UUIDs of the clicks of the highest revision. */
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
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 12 << 20);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
