package dev.tally.it.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.pinot.PinotTables;
import dev.tally.it.Servers;
import dev.tally.operations.DeadLetterCounts;
import dev.tally.operations.FileSender;
import dev.tally.pipelines.union.UnionTables;
import dev.tally.scenarios.verify.StoredRecords;
import dev.tally.scenarios.verify.StoredTable;
import dev.tally.server.stack.LocalStack;
import dev.tally.truth.compare.Differences;
import dev.tally.truth.compare.Truth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sends a public log of real clicks, if it is available, through Kafka, the job on Flink, Kafka and
 * Pinot. The rows must equal the truth file. They must remain the same when the log is sent twice
 * and counted again from scratch.
 */
@Tag("integration")
class RealClicksTest {
  private static final Duration DEADLINE = Duration.ofMinutes(5);
  private static final int PARTITIONS = 4;
  private static final int COPIES = 340;
  private static final int VALID_LINES = 50_340;
  private static final org.joda.time.Duration EXPECTED_DELAY =
      org.joda.time.Duration.standardSeconds(10);

  /** The reasons that correspond to the causes in {@code truth/summary.json}. */
  private static final Map<String, Long> DEAD_LETTERS =
      Map.of(
          "NOT_JSON", 21L, // not_json
          "MISSING_FIELD", 44L, // no_event_id 23, no_ad_id 21
          "EMPTY_ID", 22L, // no_user_id
          "WRONG_TYPE", 12L, // bad_time
          "UNKNOWN_EVENT_TYPE", 26L, // bad_type
          "IN_THE_FUTURE", 25L); // far_future

  private static final Path DATA =
      Path.of(
          System.getProperty(
              "tally.data",
              Path.of(System.getProperty("tally.home", ".."), "..", "shared", "data", "real-clicks")
                  .toString()));

  @TempDir private Path dir;

  @Test
  void equalsItsTruth_alsoWhenSentTwiceAndCountedFromScratch() throws Exception {
    assumeTrue(Files.isDirectory(DATA), "The data of real clicks is not available: " + DATA);
    LocalStack stack = Servers.all();
    KafkaCluster cluster = KafkaCluster.at(stack.kafkaBootstrap());
    String prefix = "real-";
    RunningJob.createTopics(cluster, prefix, PARTITIONS, true);
    PinotTables.at(stack.pinotController())
        .apply(
            UnionTables.adMetrics(
                "real_ad_metrics", prefix + "ad-metrics", stack.kafkaBootstrap()));
    Truth truth = Truth.read(DATA.resolve("truth/metrics.csv"));
    StoredTable table = StoredRecords.metricsInPinot(stack.pinotBroker(), "real_ad_metrics");
    send(cluster, prefix);
    count(cluster, prefix, table, truth, 1, COPIES);
    assertThat(DeadLetterCounts.of(cluster, prefix + "dead-letters"))
        .containsExactlyInAnyOrderEntriesOf(DEAD_LETTERS);

    send(cluster, prefix);
    count(cluster, prefix, table, truth, 2, COPIES + VALID_LINES);
    count(cluster, prefix, table, truth, 3, COPIES + VALID_LINES);
  }

  private static void send(KafkaCluster cluster, String prefix) throws IOException {
    long sent =
        new FileSender(cluster, prefix + "ad-events", EXPECTED_DELAY, 0)
            .send(DATA.resolve("ad-events.tsv.gz"), lines -> {});
    assertThat(sent).isEqualTo(50_490);
  }

  /** Counts the topic from scratch until the rows in Pinot equal the truth. */
  private void count(
      KafkaCluster cluster,
      String prefix,
      StoredTable table,
      Truth truth,
      int round,
      long duplicates)
      throws Exception {
    try (RunningJob job =
        RunningJob.start(
            cluster,
            dir.resolve("round-" + round),
            RunningJob.options(
                cluster,
                prefix,
                "--input=REPLAY",
                "--maxEventAge=" + (round == 1 ? "6h" : "100h"),
                "--consumerGroup=" + prefix + "round-" + round,
                "--checkpointingInterval=3000",
                "--parallelism=2"))) {
      await().atMost(DEADLINE).until(() -> job.hasReadAll(PARTITIONS));
      long drained = job.completedCheckpoints() + 2;
      await().atMost(DEADLINE).until(() -> job.completedCheckpoints() >= drained);
      AtomicReference<Differences> last = new AtomicReference<>();
      await()
          .atMost(DEADLINE)
          .ignoreExceptions()
          .untilAsserted(
              () -> {
                last.set(StoredRecords.compare(table, truth));
                assertThat(last.get().line()).isEqualTo("missing=0 extra=0 different=0 rows=42244");
              });
      await()
          .atMost(DEADLINE)
          .untilAsserted(
              () ->
                  assertThat(job.counters())
                      .containsEntry("events_accepted", 50_000L)
                      .containsEntry("duplicates_dropped", duplicates));
      Map<String, Long> counters = job.counters();
      System.out.printf("round %d: %s %s%n", round, last.get().line(), counters);
      assertThat(counters.getOrDefault("droppedDueToLateness", 0L)).isZero();
    }
  }
}
