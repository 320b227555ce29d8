package dev.tally.it.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.it.Servers;
import dev.tally.operations.DeadLetterCounts;
import dev.tally.operations.FileSender;
import dev.tally.scenarios.demo.FaultTrigger;
import dev.tally.scenarios.demo.FaultyPorts;
import dev.tally.truth.compare.Truth;
import dev.tally.truth.generate.GeneratedFiles;
import dev.tally.truth.generate.Plan;
import dev.tally.truth.generate.Summary;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A worker dies between two checkpoints; afterwards the records committed in Kafka equal the truth,
 * each once.
 */
@Tag("integration")
class WorkerFailureTest {
  private static final Duration DEADLINE = Duration.ofMinutes(3);
  private static final org.joda.time.Duration EXPECTED_DELAY =
      org.joda.time.Duration.standardSeconds(10);

  @TempDir private Path dir;

  @Test
  void leavesEachRevisionOnce_andTheHighestEqualsTheTruth() throws Exception {
    KafkaCluster cluster = KafkaCluster.at(Servers.kafka().kafkaBootstrap());
    String prefix = "failure-" + UUID.randomUUID() + "-";
    RunningJob.createTopics(cluster, prefix, 2, true);
    GeneratedFiles files = GeneratedFiles.at(dir.resolve("events.tsv"));
    Summary summary =
        files.write(
            Plan.builder()
                .events(30_000)
                .ads(20)
                .campaigns(5)
                .stores(2)
                .span(Duration.ofHours(1))
                .build(),
            lines -> {});
    FaultTrigger fault = FaultTrigger.at(dir.resolve("fault").toString());
    try (RunningJob job =
        RunningJob.start(
            cluster,
            dir,
            RunningJob.options(
                cluster,
                prefix,
                "--input=REPLAY",
                "--checkpointingInterval=1000",
                "--earlyPane=1s",
                "--parallelism=2"),
            ports -> new FaultyPorts(ports, dir.resolve("fault")))) {
      FileSender sender = new FileSender(cluster, prefix + "ad-events", EXPECTED_DELAY, 4_000);
      boolean[] set = new boolean[1];
      sender.send(
          files.events(),
          lines -> {
            if (lines >= 15_000 && !set[0]) {
              set[0] = true;
              await()
                  .atMost(DEADLINE)
                  .until(() -> !TopicContents.of(cluster, prefix + "ad-metrics").isEmpty());
              setFault(fault);
            }
          });
      await().atMost(DEADLINE).ignoreExceptions().until(() -> fault.readAgain() > 0);
      await().atMost(DEADLINE).until(() -> job.hasReadAll(2));
      long drained = job.completedCheckpoints() + 2;
      await().atMost(DEADLINE).until(() -> job.completedCheckpoints() >= drained);
      await()
          .atMost(DEADLINE)
          .untilAsserted(
              () ->
                  assertThat(
                          CommittedMetrics.compare(
                              cluster, prefix + "ad-metrics", Truth.read(files.truth())))
                      .isEqualTo(
                          "missing=0 extra=0 different=0 rows=%d".formatted(summary.rows())));
      assertThat(job.restores()).isPositive();
      System.out.printf("worker failure: %d records read again%n", fault.readAgain());
    }
    Map<String, Long> letters = new TreeMap<>(summary.deadLetters());
    letters.values().removeIf(count -> count == 0);
    assertThat(DeadLetterCounts.of(cluster, prefix + "dead-letters")).isEqualTo(letters);
  }

  private static void setFault(FaultTrigger fault) {
    try {
      fault.set();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
