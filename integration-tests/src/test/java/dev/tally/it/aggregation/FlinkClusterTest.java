package dev.tally.it.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.it.Servers;
import dev.tally.operations.FileSender;
import dev.tally.pipelines.aggregation.AggregationOptions;
import dev.tally.server.stack.LocalStack;
import dev.tally.server.stack.Server;
import dev.tally.truth.compare.Truth;
import dev.tally.truth.generate.GeneratedFiles;
import dev.tally.truth.generate.Plan;
import dev.tally.truth.generate.Summary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Runs the job on a Flink cluster in separate processes. The TaskManager is killed by SIGKILL; then
 * the job is stopped with a savepoint and restored with another parallelism, three times. The
 * records committed in Kafka must equal the truth.
 */
@Tag("integration")
@Isolated("kills a TaskManager")
class FlinkClusterTest {
  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final org.joda.time.Duration EXPECTED_DELAY =
      org.joda.time.Duration.standardSeconds(10);
  private static final int EVENTS = 12_000;
  private static final int PARTITIONS = 4;

  @TempDir private Path dir;
  private LocalStack stack;
  private KafkaCluster cluster;
  private String prefix;
  private RunningJob job;

  @BeforeAll
  static void uploadsWhatTheLauncherUploads() {
    System.setProperty(JobClassPath.PROPERTY, JobClassPath.read());
  }

  @AfterAll
  static void uploadsTheClassPathOfTheTests() {
    System.clearProperty(JobClassPath.PROPERTY);
  }

  @BeforeEach
  void startsTheServers() throws IOException {
    stack = Servers.kafkaAndFlink();
    cluster = KafkaCluster.at(stack.kafkaBootstrap());
    prefix = "cluster-" + UUID.randomUUID() + "-";
    RunningJob.createTopics(cluster, prefix, PARTITIONS, true);
  }

  @AfterEach
  void cancelsTheJob() throws IOException {
    if (job != null) {
      job.close();
    }
  }

  @Test
  void countsEachEventOnce_throughAKillAndRestoresAtOtherParallelisms() throws Exception {
    GeneratedFiles files = GeneratedFiles.at(dir.resolve("events.tsv"));
    Summary summary = files.write(plan(), lines -> {});
    FileSender sender = new FileSender(cluster, prefix + "ad-events", EXPECTED_DELAY, 4_000);
    AtomicBoolean killed = new AtomicBoolean();
    Deque<Integer> parallelisms = new ArrayDeque<>(List.of(2, 4, 1));
    job = RunningJob.start(cluster, dir, options(1));
    sender.send(
        files.events(),
        lines -> {
          if (lines >= EVENTS / 4 && !killed.getAndSet(true)) {
            killTheTaskManager();
          }
          if (lines >= EVENTS - EVENTS / 6 * parallelisms.size() && !parallelisms.isEmpty()) {
            restoreAt(parallelisms.pop());
          }
        });
    await().atMost(DEADLINE).until(() -> job.hasReadAll(PARTITIONS));
    await()
        .atMost(DEADLINE)
        .untilAsserted(
            () ->
                assertThat(
                        CommittedMetrics.compare(
                            cluster, prefix + "ad-metrics", Truth.read(files.truth())))
                    .isEqualTo("missing=0 extra=0 different=0 rows=%d".formatted(summary.rows())));
    assertThat(job.restores()).isEqualTo(1);
    assertThat(parallelisms).isEmpty();
  }

  /**
   * Restores the job with another parallelism. A job that was started with parallelism 1 must read
   * and write with any other.
   */
  private void restoreAt(int parallelism) {
    await().atMost(DEADLINE).until(() -> job.completedCheckpoints() > 0 || job.restores() > 0);
    try {
      String savepoint = job.stopWithSavepoint();
      job = RunningJob.start(cluster, dir, options(parallelism, "--savepointPath=" + savepoint));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Kills the TaskManager while it has work that no checkpoint contains, and starts another one.
   */
  private void killTheTaskManager() {
    await()
        .atMost(DEADLINE)
        .until(() -> !TopicContents.of(cluster, prefix + "ad-metrics").isEmpty());
    stack.kill(Server.TASKMANAGER);
    stack.up(Server.TASKMANAGER);
    await().atMost(DEADLINE).until(() -> job.restores() > 0);
  }

  private AggregationOptions options(int parallelism, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--flinkMaster=" + stack.flinkRest().getAuthority(),
                "--jobName=" + prefix + "job",
                "--sinkGroup=" + prefix + "sink",
                "--input=REPLAY",
                "--checkpointingInterval=1000",
                "--earlyPane=1s",
                "--kafkaSink=TWO_PHASE",
                "--parallelism=" + parallelism));
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
