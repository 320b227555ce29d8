package dev.tally.it.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tally.generate.GeneratedFiles;
import dev.tally.generate.Plan;
import dev.tally.generate.Summary;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.it.Servers;
import dev.tally.operate.FileSender;
import dev.tally.pipelines.aggregation.AggregationOptions;
import dev.tally.stack.LocalStack;
import dev.tally.stack.Server;
import dev.tally.verify.Truth;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job on a Flink cluster of processes of its own: the TaskManager is killed by SIGKILL, then
 * the job is stopped with a savepoint and started from it; what is committed in Kafka is the truth.
 */
@Tag("integration")
class FlinkClusterTest {
  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final org.joda.time.Duration EXPECTED_DELAY =
      org.joda.time.Duration.standardSeconds(10);
  private static final int EVENTS = 12_000;

  @TempDir private Path dir;
  private LocalStack stack;
  private KafkaCluster cluster;
  private String prefix;

  @BeforeEach
  void startsTheServers() throws IOException {
    stack = Servers.kafkaAndFlink();
    cluster = KafkaCluster.at(stack.kafkaBootstrap());
    prefix = "cluster-" + UUID.randomUUID() + "-";
    RunningJob.createTopics(cluster, prefix, 2, true);
  }

  @Test
  void countsEachEventOnce_throughAKillAndASavepoint() throws Exception {
    GeneratedFiles files = GeneratedFiles.at(dir.resolve("events.tsv"));
    Summary summary = files.write(plan(), lines -> {});
    FileSender sender = new FileSender(cluster, prefix + "ad-events", EXPECTED_DELAY, 4_000);
    AtomicBoolean killed = new AtomicBoolean();
    AtomicReference<String> savepoint = new AtomicReference<>();
    try (RunningJob job = RunningJob.start(cluster, dir, options())) {
      sender.send(
          files.events(),
          lines -> {
            if (lines >= EVENTS / 3 && !killed.getAndSet(true)) {
              killTheTaskManager(job);
            }
            if (lines >= EVENTS * 2 / 3 && savepoint.get() == null) {
              savepoint.set(stop(job));
            }
          });
    }
    try (RunningJob job = RunningJob.start(cluster, dir, options("--savepointPath=" + savepoint))) {
      await().atMost(DEADLINE).until(() -> job.hasReadAll(2));
      await()
          .atMost(DEADLINE)
          .untilAsserted(
              () ->
                  assertThat(
                          CommittedMetrics.compare(
                              cluster, prefix + "ad-metrics", Truth.read(files.truth())))
                      .isEqualTo(
                          "missing=0 extra=0 different=0 rows=%d".formatted(summary.rows())));
      assertThat(job.restores()).isEqualTo(1);
    }
  }

  /** Kills it while it has work that no checkpoint holds, and starts another. */
  private void killTheTaskManager(RunningJob job) {
    await()
        .atMost(DEADLINE)
        .until(() -> !TopicContents.of(cluster, prefix + "ad-metrics").isEmpty());
    stack.kill(Server.TASKMANAGER);
    stack.up(Server.TASKMANAGER);
    await().atMost(DEADLINE).until(() -> job.restores() > 0);
  }

  private static String stop(RunningJob job) {
    try {
      return job.stopWithSavepoint();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private AggregationOptions options(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--flinkMaster=" + stack.flinkRest().getAuthority(),
                "--jobName=" + prefix + "job",
                "--sinkGroup=" + prefix + "sink",
                "--input=REPLAY",
                "--checkpointingInterval=1000",
                "--earlyPane=1s",
                "--parallelism=2"));
    arguments.addAll(List.of(more));
    return RunningJob.options(cluster, prefix, arguments.toArray(String[]::new));
  }

  private static Plan plan() {
    return Plan.builder()
        .events(EVENTS)
        .ads(20)
        .campaigns(5)
        .stores(2)
        .span(Duration.ofMinutes(30))
        .build();
  }
}
