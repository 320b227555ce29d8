package dev.tally.it.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.it.Servers;
import dev.tally.it.aggregation.RunningJob;
import dev.tally.it.aggregation.TopicContents;
import dev.tally.operations.FileSender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.joda.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sends a public log of real clicks and the installs that they led to, if it is available, through
 * Kafka, the aggregation job, Kafka and the attribution job, both jobs on Flink. Every install must
 * be credited to the click in the truth file, also when the job is repeated from scratch and when
 * the orders arrive first.
 */
@Tag("integration")
class RealClicksAttributionTest {
  private static final Duration DEADLINE = Duration.ofMinutes(3);
  private static final int PARTITIONS = 4;
  private static final Instant END = Instant.parse("2017-11-10T00:00:00Z");
  private static final org.joda.time.Duration EXPECTED_DELAY =
      org.joda.time.Duration.standardSeconds(10);
  private static final Path DATA =
      Path.of(
          System.getProperty(
              "tally.data",
              Path.of(System.getProperty("tally.home", ".."), "..", "shared", "data", "real-clicks")
                  .toString()));

  @TempDir private Path dir;
  private KafkaCluster cluster;

  @Test
  void creditsEveryOrderToTheTrueClick_alsoAgainFromScratch_andWhenOrdersArriveFirst()
      throws Exception {
    assumeTrue(Files.isDirectory(DATA), "The data of real clicks is not available: " + DATA);
    cluster = KafkaCluster.at(Servers.kafka().kafkaBootstrap());
    String prefix = "real-orders-";
    RunningJob.createTopics(cluster, prefix, PARTITIONS, true);
    send(prefix + "orders", DATA.resolve("orders.tsv.gz"));
    send(prefix + "campaigns", Files.createFile(dir.resolve("none.tsv")));
    try (RunningJob attribution = attribution(prefix, 1)) {
      await().atMost(DEADLINE).until(() -> attribution.completedCheckpoints() > 2);
      assertThat(credited(prefix)).as("no order is due before its clicks").isEmpty();
      try (RunningJob aggregation = aggregation(prefix)) {
        send(prefix + "ad-events", DATA.resolve("ad-events.tsv.gz"));
        awaitTruth(prefix);
        await()
            .atMost(DEADLINE)
            .untilAsserted(
                () -> assertThat(aggregation.counters()).containsEntry("events_accepted", 50_000L));
      }
    }
    int written = TopicContents.of(cluster, prefix + "attributed-orders").size();
    try (RunningJob again = attribution(prefix, 2)) {
      await()
          .atMost(DEADLINE)
          .until(() -> TopicContents.of(cluster, prefix + "attributed-orders").size() > written);
      awaitTruth(prefix);
      assertThat(again.counters().getOrDefault("droppedDueToLateness", 0L)).isZero();
    }
  }

  private void send(String topic, Path file) throws IOException {
    new FileSender(cluster, topic, EXPECTED_DELAY, 0).until(END).send(file, lines -> {});
  }

  private RunningJob aggregation(String prefix) throws IOException {
    return RunningJob.start(
        cluster,
        dir.resolve("aggregation"),
        RunningJob.options(
            cluster, prefix, "--input=REPLAY", "--checkpointingInterval=2000", "--parallelism=1"));
  }

  private RunningJob attribution(String prefix, int round) throws IOException {
    return RunningJob.startAttribution(
        cluster,
        prefix,
        dir.resolve("attribution-" + round),
        "--input=REPLAY",
        "--checkpointingInterval=2000",
        "--parallelism=2",
        "--consumerGroup=" + prefix + round);
  }

  private void awaitTruth(String prefix) throws IOException {
    Map<String, String> truth =
        Files.readAllLines(DATA.resolve("truth/attribution.csv")).stream()
            .skip(1)
            .map(line -> line.split(",", -1))
            .collect(Collectors.toMap(row -> row[0], row -> row[1]));
    assertThat(truth).hasSize(111);
    await()
        .atMost(DEADLINE)
        .untilAsserted(
            () -> assertThat(credited(prefix)).containsExactlyInAnyOrderEntriesOf(truth));
  }

  /**
   * Returns the touch to which each order is credited, according to the highest revision of its
   * record.
   */
  private Map<String, String> credited(String prefix) {
    Map<String, JsonNode> latest = new HashMap<>();
    for (JsonNode order : TopicContents.of(cluster, prefix + "attributed-orders")) {
      latest.merge(
          order.get("record_uuid").asText(),
          order,
          (a, b) -> a.get("revision").asLong() > b.get("revision").asLong() ? a : b);
    }
    Map<String, String> credited = new TreeMap<>();
    latest
        .values()
        .forEach(
            order ->
                credited.put(
                    order.get("order_id").asText(), order.path("touch_event_id").asText()));
    return credited;
  }
}
