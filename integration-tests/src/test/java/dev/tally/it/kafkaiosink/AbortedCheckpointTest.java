package dev.tally.it.kafkaiosink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records that the sink writes although no checkpoint contains them: docs/kafka-io-sink.md, (f).
 *
 * <p>By default Beam has two stable-input buffers and fills them in turn, one from each checkpoint
 * to the next. If the second-last checkpoint is not known to be complete (because it was aborted,
 * is still in progress, or is the one from which the job was restored), records after the last
 * checkpoint are added to the buffer of the second-last one, and are released as soon as either
 * checkpoint is complete.
 */
@Tag("integration")
@Tag("long")
class AbortedCheckpointTest {
  private static final String WRITER = "Write to Kafka topic";
  private static final Consumer<FlinkPipelineOptions> TOLERANT =
      flink -> flink.setFailOnCheckpointingErrors(false);
  private static final int TALLYS_BUFFERS = 16;

  @TempDir private Path dir;
  private final Script script = new Script();
  private SinkTopic topic;

  @BeforeEach
  void makeTopic() throws IOException {
    topic = SinkTopic.create(1);
  }

  /**
   * Starts a job that has written a record and has a checkpoint of everything that the sink knows
   * of it.
   */
  private KafkaIoJob start(Consumer<FlinkPipelineOptions> change) throws IOException {
    KafkaIoJob job = KafkaIoJob.startWith(change, dir, script.first("0"), topic);
    job.awaitEmitted(1).checkpoint();
    topic.awaitValues("f", "0");
    job.checkpoint();
    return job;
  }

  /** Makes the job read a record and waits until it is in a buffer of the writer. */
  private void buffer(KafkaIoJob job, String record) throws IOException {
    long before = job.rest().recordsInto(WRITER);
    script.first(record);
    await().atMost(KafkaIoJob.DEADLINE).until(() -> job.rest().recordsInto(WRITER) > before);
  }

  /** Waits until the writer has received this many records since the restart. */
  private static void awaitBuffered(KafkaIoJob job, int records) {
    await()
        .atMost(KafkaIoJob.DEADLINE)
        // Longer than Flink still reports the metrics of the previous run.
        .during(Duration.ofMillis(500))
        .until(() -> job.rest().recordsInto(WRITER) == records);
  }

  /** Waits until the slow step is all that keeps this many checkpoints from being complete. */
  private static void awaitWaiting(KafkaIoJob job, int checkpoints) {
    await().atMost(KafkaIoJob.DEADLINE).until(() -> job.rest().waitingForOneTask() == checkpoints);
  }

  private static void abortCheckpoint(KafkaIoJob job) throws IOException {
    SlowState.refuse();
    Optional<String> cause = job.rest().checkpoint();
    SlowState.pass();
    System.out.printf("KafkaIO sink (f): aborted: %s%n", cause.orElseThrow());
  }

  /** Starts a checkpoint that completes only after one more record has been buffered. */
  private void checkpointWhileBuffering(KafkaIoJob job, String record) throws IOException {
    SlowState.hang();
    String checkpoint = job.rest().startCheckpoint();
    awaitWaiting(job, 1);
    buffer(job, record);
    SlowState.pass();
    assertThat(JobRest.failure(job.rest().ended(checkpoint))).isEmpty();
  }

  /** Makes the worker fail and then resume with a record that it had not read before. */
  private void failAndAwait(KafkaIoJob job, String... values) throws IOException {
    int before = script.emitted();
    job.crashAndRestart("other").awaitEmitted(before + 2).checkpoint();
    topic.awaitValues("f", values);
    System.out.printf("KafkaIO sink (f): read 0 1 2 other, written %s%n", topic.values());
  }

  @Test
  void afterAnAbortedCheckpoint_theNextOneReleasesMoreThanItContains() throws Exception {
    try (KafkaIoJob job = start(TOLERANT)) {
      buffer(job, "1");
      abortCheckpoint(job);
      checkpointWhileBuffering(job, "2");
      topic.awaitValues("f", "0", "1", "2");
      failAndAwait(job, "0", "1", "2", "2");
      assertThat(job.rest().failures()).as("only the failure that the test caused").hasSize(1);
    }
  }

  @Test
  void byDefault_anAbortedCheckpointFailsTheJob_andTheFirstAfterAnyRestartReleasesTooMuch()
      throws Exception {
    try (KafkaIoJob job = start(flink -> {})) {
      buffer(job, "1");
      abortCheckpoint(job);
      job.awaitRestart(1).awaitEmitted(2 + 1);
      System.out.printf("KafkaIO sink (f): by default: %s%n", job.rest().failures());
      job.crashAndRestart().awaitEmitted(2 + 1 + 1);
      awaitBuffered(job, 1);
      checkpointWhileBuffering(job, "2");
      topic.awaitValues("f", "0", "1", "2");
      failAndAwait(job, "0", "1", "2", "2");
    }
  }

  @Test
  void aSavepointDuringACheckpoint_releasesTooMuch_thoughNothingIsAborted() throws Exception {
    try (KafkaIoJob job = start(flink -> {})) {
      buffer(job, "1");
      SlowState.hang();
      String checkpoint = job.rest().startCheckpoint();
      awaitWaiting(job, 1);
      String savepoint = job.rest().startSavepoint(dir.resolve("savepoint").toUri().toString());
      awaitWaiting(job, 2);
      buffer(job, "2");
      SlowState.pass();
      assertThat(JobRest.failure(job.rest().ended(checkpoint))).isEmpty();
      assertThat(JobRest.failure(job.rest().ended(savepoint))).isEmpty();
      topic.awaitValues("f", "0", "1", "2");
      failAndAwait(job, "0", "1", "2", "2");
    }
  }

  @Test
  void withTheBuffersThatTallySets_nothingIsReleasedTooEarly() throws Exception {
    try (KafkaIoJob job =
        start(TOLERANT.andThen(flink -> flink.setNumConcurrentCheckpoints(TALLYS_BUFFERS)))) {
      buffer(job, "1");
      abortCheckpoint(job);
      checkpointWhileBuffering(job, "2");
      topic.awaitValues("f", "0", "1");
      failAndAwait(job, "0", "1", "other", "2");
    }
  }
}
