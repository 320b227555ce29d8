package dev.tally.it.union;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.it.Servers;
import dev.tally.it.aggregation.RunningJob;
import dev.tally.it.aggregation.TopicContents;
import dev.tally.pipelines.aggregation.AggregationOptions;
import dev.tally.pipelines.aggregation.CheckedAggregationOptions;
import dev.tally.pipelines.options.InvalidOptions;
import dev.tally.runners.RunnerSettings;
import dev.tally.server.stack.LocalStack;
import dev.tally.server.stack.Server;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A client that gets no response sends its event to another region as well. With {@code
 * --dedupScope=GLOBAL} each region's job counts the event once, and both jobs write the same
 * record. When the other region is lost, early panes are still emitted.
 */
@Tag("integration")
class GlobalDedupTest {
  private static final Duration DEADLINE = Duration.ofMinutes(2);

  @TempDir private Path dir;
  private final LocalStack elsewhere = LocalStack.temporary();
  private KafkaCluster here;
  private KafkaCluster there;
  private String prefix;
  private long now;

  @BeforeEach
  void startsBothRegions() throws Exception {
    prefix = "global-" + UUID.randomUUID() + "-";
    now = System.currentTimeMillis();
    here = KafkaCluster.at(Servers.kafka().kafkaBootstrap());
    elsewhere.up(Server.KAFKA);
    there = KafkaCluster.at(elsewhere.kafkaBootstrap());
    RunningJob.createTopics(here, prefix, 1, false);
    RunningJob.createTopics(there, prefix, 1, false);
  }

  @AfterEach
  void stopsTheOtherRegion() {
    elsewhere.close();
  }

  @Test
  void anEventThatReachesBothRegions_isCountedOnceInEach_andTheLossOfARegionStopsNoCount()
      throws Exception {
    try (RunningJob ours =
        start(here, Servers.kafka().kafkaBootstrap(), elsewhere.kafkaBootstrap())) {
      try (RunningJob theirs =
          start(there, elsewhere.kafkaBootstrap(), Servers.kafka().kafkaBootstrap())) {
        send(here, "us", "both");
        send(there, "eu", "both");
        send(here, "us", "ours");
        send(there, "eu", "theirs");
        await().atMost(DEADLINE).until(() -> clicks(here) == 3 && clicks(there) == 3);
        assertThat(latest(here)).isEqualTo(latest(there));
        assertThat(latest(here).get("region").asText()).isEqualTo("*");
        assertThat(theirs.hasFailed()).isFalse();
        refusesToCountTheSameByRegion();
      }
      elsewhere.kill(Server.KAFKA);
      send(here, "us", "alone");
      await().atMost(DEADLINE).until(() -> clicks(here) == 4);
      assertThat(ours.hasFailed()).isFalse();
    }
  }

  private void refusesToCountTheSameByRegion() {
    AggregationOptions byRegion = RunningJob.options(here, prefix, "--parallelism=1");
    RunnerSettings.complete(byRegion, dir, 0);
    assertThatThrownBy(() -> CheckedAggregationOptions.check(byRegion))
        .isInstanceOf(InvalidOptions.class)
        .hasMessageContaining("holds counts of --dedupScope=GLOBAL")
        .hasMessageContaining("another --adMetricsTopic");
  }

  private RunningJob start(KafkaCluster region, String bootstrap, String other) throws Exception {
    AggregationOptions options =
        RunningJob.options(
            region,
            prefix,
            "--dedupScope=GLOBAL",
            "--otherRegions=other=" + other,
            "--checkpointingInterval=500",
            "--earlyPane=500ms",
            "--parallelism=1");
    options.setBootstrapServers(bootstrap);
    return RunningJob.start(region, dir.resolve(bootstrap.replace(':', '-')), options);
  }

  private void send(KafkaCluster region, String name, String eventId) throws Exception {
    String json =
        """
        {"event_id":"%s","event_type":"click","event_time":%d,"ad_id":"a","campaign_id":"c",\
        "store_id":"s","user_id":"u","region":"%s"}"""
            .formatted(eventId, now, name);
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            region.producerConfig(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(prefix + "ad-events", json.getBytes(UTF_8))).get();
    }
  }

  private long clicks(KafkaCluster region) {
    return TopicContents.of(region, prefix + "ad-metrics").isEmpty()
        ? 0
        : latest(region).get("clicks").asLong();
  }

  /**
   * Returns the latest record. All events have the same ad and minute, so there is only one record.
   */
  private JsonNode latest(KafkaCluster region) {
    return TopicContents.of(region, prefix + "ad-metrics").stream()
        .max(Comparator.comparing(record -> record.get("revision").asLong()))
        .orElseThrow();
  }
}
