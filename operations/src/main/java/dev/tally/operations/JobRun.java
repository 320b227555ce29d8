package dev.tally.operations;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.runners.EmbeddedJobs;
import dev.tally.runners.JobCancellation;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineResult.State;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a job until it ends and reports its progress. SIGINT and SIGTERM cancel the job unless it is
 * detached from this process.
 */
public final class JobRun {
  private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);
  private static final long REPORT_EVERY_SECONDS = 5;
  private static final long CANCEL_SECONDS = 30;
  private static final Duration CAUSE_TIMEOUT = Duration.ofSeconds(5);

  private final Pipeline pipeline;
  private final KafkaCluster cluster;
  private final String group;
  private final @Nullable FlinkJob flink;
  private final boolean detached;

  private JobRun(
      Pipeline pipeline,
      KafkaCluster cluster,
      String group,
      @Nullable FlinkJob flink,
      boolean detached) {
    this.pipeline = pipeline;
    this.cluster = cluster;
    this.group = group;
    this.flink = flink;
    this.detached = detached;
  }

  /** Creates a run of the pipeline; its progress is read from the consumer group's offsets. */
  public static JobRun of(Pipeline pipeline, KafkaCluster cluster, String group) {
    return new JobRun(pipeline, cluster, group, null, false);
  }

  /**
   * Returns a run that also reports each failure and restart and, at the end, how to resume the
   * job.
   */
  public JobRun on(FlinkJob flink) {
    return new JobRun(pipeline, cluster, group, flink, detached);
  }

  /** Returns a run whose job keeps running on its cluster after SIGINT or SIGTERM. */
  public JobRun detached() {
    return new JobRun(pipeline, cluster, group, flink, true);
  }

  /**
   * Runs the job until it ends or this process receives a signal.
   *
   * @param report receives a line of progress every five seconds
   * @return true if the job finished or was cancelled, false if it failed or an embedded Flink no
   *     longer reports its state
   * @throws JobFailure if the job could not be started
   */
  public boolean awaitEnd(Consumer<String> report) throws IOException, InterruptedException {
    PipelineResult result = run();
    CountDownLatch ended = new CountDownLatch(1);
    AtomicBoolean cancelled = new AtomicBoolean();
    Thread shutdownHook =
        new Thread(
            () -> {
              if (ended.getCount() > 0 && detached) {
                detach(report);
              } else if (ended.getCount() > 0) {
                cancel(result, ended, cancelled, report);
              }
            },
            "tally-shutdown");
    Runtime.getRuntime().addShutdownHook(shutdownHook);
    try {
      return endedWell(watch(result, report), cancelled, report);
    } catch (RuntimeException e) {
      return onUnknownState(e, cancelled, report);
    } finally {
      ended.countDown();
    }
  }

  private PipelineResult run() throws JobFailure {
    try {
      return pipeline.run();
    } catch (RuntimeException e) {
      throw JobFailure.notStarted(e);
    }
  }

  private boolean endedWell(State state, AtomicBoolean cancelled, Consumer<String> report)
      throws InterruptedException {
    report.accept("job " + state);
    if (state == State.FAILED) {
      reportEnd(report);
    }
    if (state != State.DONE && !cancelled.get()) {
      reportResumption(report);
    }
    return state != State.FAILED;
  }

  /**
   * Handles a runner that no longer reports the job's state: an embedded cluster shuts down
   * together with its job.
   */
  private boolean onUnknownState(
      RuntimeException e, AtomicBoolean cancelled, Consumer<String> report)
      throws IOException, InterruptedException {
    LOG.debug("The state of the job is unknown", e);
    if (cancelled.get()) {
      return true;
    }
    if (detached) {
      reportResumption(report);
      throw new IOException(
          "Flink no longer reports the job's state: %s. Check with ./tally status whether the job is running."
              .formatted(JobFailure.causes(e)),
          e);
    }
    reportEnd(report);
    reportResumption(report);
    return false;
  }

  /** Reports why the job ended, as known to the embedded Flink or to the cluster. */
  private void reportEnd(Consumer<String> report) throws InterruptedException {
    Optional<Throwable> embedded =
        detached ? Optional.empty() : EmbeddedJobs.failure(CAUSE_TIMEOUT);
    embedded.ifPresent(e -> LOG.info("The job failed", e));
    String cause =
        embedded
            .map(JobFailure::causes)
            .or(() -> Optional.ofNullable(flink).flatMap(FlinkJob::latestFailure))
            .orElse("the cause is unknown");
    report.accept("the job failed and is not restarted: " + cause);
    report.accept(
        "details are in "
            + (detached
                ? "the logs of Flink's task managers"
                : System.getProperty("tally.log", "target/tally.log")));
  }

  private State watch(PipelineResult result, Consumer<String> report)
      throws InterruptedException, IOException {
    CountDownLatch never = new CountDownLatch(1);
    try (ProgressReport progress = ProgressReport.of(cluster, group, REPORT_EVERY_SECONDS)) {
      State state = result.getState();
      while (!state.isTerminal()) {
        if (!never.await(REPORT_EVERY_SECONDS, TimeUnit.SECONDS)) {
          report.accept(progress.line());
          reportFailure(report);
        }
        state = result.getState();
      }
      return state;
    }
  }

  /**
   * Reports failures from Flink's REST interface, because the Beam runner reports a restarting job
   * as RUNNING.
   */
  private void reportFailure(Consumer<String> report) {
    Optional.ofNullable(flink)
        .flatMap(FlinkJob::failure)
        .ifPresent(
            cause ->
                report.accept("the job failed and restarts from its last checkpoint: " + cause));
  }

  private void reportResumption(Consumer<String> report) {
    Optional.ofNullable(flink).flatMap(FlinkJob::resumption).ifPresent(report);
  }

  private void detach(Consumer<String> report) {
    String name = flink == null ? "JOB" : flink.name();
    report.accept(
        "the job keeps running; stop it with ./tally stop %s, and with --savepoint to resume it later"
            .formatted(name));
  }

  /**
   * Cancels the job. How to resume it is reported only after its end, because a checkpoint may
   * complete until then.
   */
  private void cancel(
      PipelineResult result,
      CountDownLatch ended,
      AtomicBoolean cancelled,
      Consumer<String> report) {
    cancelled.set(true);
    report.accept("cancelling the job");
    reportFailure(report);
    try {
      JobCancellation.cancel(result);
      if (!ended.await(CANCEL_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("The job did not end within {} s", CANCEL_SECONDS);
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("The job could not be cancelled", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    reportResumption(report);
  }
}
