package dev.tally.it.aggregation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.it.Servers;
import dev.tally.operations.Checkpoints;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job that is restored with another {@code --maxEventAge} still counts every event once. */
@Tag("integration")
class ChangedAgeTest {
  private static final Duration DEADLINE = Duration.ofMinutes(3);
  private static final long MINUTE = 60_000;

  @TempDir private Path dir;
  private final KafkaCluster cluster = KafkaCluster.at(Servers.kafka().kafkaBootstrap());
  private final String prefix = "age-" + UUID.randomUUID() + "-";

  @Test
  void countsEveryEventOnce_orKeepsItAsADeadLetter_whenTheMaximumAgeFallsAndRises()
      throws Exception {
    RunningJob.createTopics(cluster, prefix, 2, false);
    long now = System.currentTimeMillis();
    List<String> events = events("e", 20, now - 10 * MINUTE);
    try (RunningJob job = start("first", "--maxEventAge=6h")) {
      send(events);
      awaitClicks(20);
      awaitCheckpoint(job);
    }
    try (RunningJob job = start("smaller", "--maxEventAge=1h", leftBy("first"))) {
      send(events);
      send(events("f", 5, now));
      awaitClicks(25);
      awaitCounter(job, "duplicates_dropped", 20);
      awaitCheckpoint(job);
    }
    try (RunningJob job = start("larger", "--maxEventAge=12h", leftBy("smaller"))) {
      send(events);
      send(events("g", 5, now));
      send(events("closed", 5, now - 120 * MINUTE));
      awaitClicks(30);
      awaitCounter(job, "duplicates_dropped", 20);
      awaitCounter(job, "dead_letters_too_old", 5);
      awaitCheckpoint(job);
    }
    assertThat(clicks()).isEqualTo(30);
    assertThat(TopicContents.of(cluster, prefix + "dead-letters"))
        .hasSize(5)
        .allMatch(letter -> letter.get("step").asText().equals("DropDuplicates"));
  }

  private static List<String> events(String name, int count, long time) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                ("{\"event_id\":\"%s-%d\",\"event_type\":\"click\",\"event_time\":%d,"
                        + "\"ad_id\":\"ad-1\",\"campaign_id\":\"c-1\",\"store_id\":\"s-1\","
                        + "\"user_id\":\"u-1\",\"region\":\"us-east\",\"cost_micros\":7}")
                    .formatted(name, i, time))
        .toList();
  }

  private void send(List<String> events) throws Exception {
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            cluster.producerConfig(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (String event : events) {
        producer.send(new ProducerRecord<>(prefix + "ad-events", event.getBytes(UTF_8))).get();
      }
    }
  }

  private void awaitClicks(long expected) {
    await().atMost(DEADLINE).untilAsserted(() -> assertThat(clicks()).isEqualTo(expected));
  }

  private static void awaitCounter(RunningJob job, String name, long expected) {
    await()
        .atMost(DEADLINE)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(job.counters()).containsEntry(name, expected));
  }

  /** Waits until a checkpoint contains what has been counted so far. */
  private static void awaitCheckpoint(RunningJob job) throws IOException {
    long counted = job.completedCheckpoints() + 2;
    await().atMost(DEADLINE).until(() -> job.completedCheckpoints() >= counted);
  }

  /** Returns the sum, over record UUIDs, of the clicks of the highest revision. */
  private long clicks() throws IOException {
    Map<String, JsonNode> latest = new HashMap<>();
    for (JsonNode metric : TopicContents.of(cluster, prefix + "ad-metrics")) {
      latest.merge(
          metric.get("record_uuid").asText(),
          metric,
          (a, b) -> a.get("revision").asLong() >= b.get("revision").asLong() ? a : b);
    }
    return latest.values().stream().mapToLong(m -> m.get("clicks").asLong()).sum();
  }

  private String leftBy(String name) throws IOException {
    return "--savepointPath=" + Checkpoints.lastIn(dir.resolve(name)).toUri();
  }

  private RunningJob start(String name, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--jobName=" + prefix + "job",
                "--sinkGroup=" + prefix + "sink",
                "--checkpointingInterval=1000",
                "--earlyPane=1s",
                "--parallelism=2"));
    arguments.addAll(List.of(more));
    return RunningJob.start(
        cluster,
        dir.resolve(name),
        RunningJob.options(cluster, prefix, arguments.toArray(String[]::new)));
  }
}
