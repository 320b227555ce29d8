package dev.tally.operate;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.operate.GroupProgress.Partition;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
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
 * A job from its start to its end, with progress told on the way. SIGINT and SIGTERM cancel it,
 * unless it is told to outlive this process.
 */
public final class JobRun {
  private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);
  private static final long TELL_EVERY_SECONDS = 5;
  private static final long CANCEL_SECONDS = 30;

  private final Pipeline pipeline;
  private final KafkaCluster cluster;
  private final String group;
  private final @Nullable FlinkJob flink;
  private final boolean outliving;

  private JobRun(
      Pipeline pipeline,
      KafkaCluster cluster,
      String group,
      @Nullable FlinkJob flink,
      boolean outliving) {
    this.pipeline = pipeline;
    this.cluster = cluster;
    this.group = group;
    this.flink = flink;
    this.outliving = outliving;
  }

  /** A run of the pipeline, whose progress the consumer group tells. */
  public static JobRun of(Pipeline pipeline, KafkaCluster cluster, String group) {
    return new JobRun(pipeline, cluster, group, null, false);
  }

  /** With each failure and restart told too, and at the end how to start the job again. */
  public JobRun on(FlinkJob flink) {
    return new JobRun(pipeline, cluster, group, flink, outliving);
  }

  /** With a job that SIGINT and SIGTERM leave running on its cluster. */
  public JobRun outlivingThisProcess() {
    return new JobRun(pipeline, cluster, group, flink, true);
  }

  /**
   * Runs the job until it ends or this process is told to.
   *
   * @param tell takes a line of progress every few seconds
   * @return true if the job ended well or was cancelled, false if it failed
   */
  public boolean until(Consumer<String> tell) throws IOException, InterruptedException {
    PipelineResult result = pipeline.run();
    CountDownLatch ended = new CountDownLatch(1);
    AtomicBoolean cancelled = new AtomicBoolean();
    Thread leaver =
        new Thread(
            () -> {
              if (ended.getCount() > 0 && outliving) {
                leave(tell);
              } else if (ended.getCount() > 0) {
                cancel(result, ended, cancelled, tell);
              }
            },
            "tally-leave");
    Runtime.getRuntime().addShutdownHook(leaver);
    try {
      State state = watch(result, tell);
      tell.accept("job " + state);
      if (state != State.DONE) {
        tellResumption(tell);
      }
      return state != State.FAILED;
    } catch (RuntimeException e) {
      if (!cancelled.get() && outliving) {
        tellResumption(tell);
        throw new IOException("Flink does not tell of the job any more: " + root(e), e);
      }
      if (!cancelled.get()) {
        throw e;
      }
      LOG.debug("An embedded cluster is gone as soon as its job is cancelled", e);
      return true;
    } finally {
      ended.countDown();
    }
  }

  private State watch(PipelineResult result, Consumer<String> tell)
      throws InterruptedException, IOException {
    CountDownLatch never = new CountDownLatch(1);
    try (GroupProgress progress = GroupProgress.of(cluster, group)) {
      long before = -1;
      State state = result.getState();
      while (!state.isTerminal()) {
        if (!never.await(TELL_EVERY_SECONDS, TimeUnit.SECONDS)) {
          before = tell(progress, before, tell);
          tellFailure(tell);
        }
        state = result.getState();
      }
      return state;
    }
  }

  /** A job that fails and restarts is RUNNING to its runner: without this nobody would know. */
  private void tellFailure(Consumer<String> tell) {
    Optional.ofNullable(flink)
        .flatMap(FlinkJob::failure)
        .ifPresent(
            cause -> tell.accept("the job failed and restarts from its last checkpoint: " + cause));
  }

  private void tellResumption(Consumer<String> tell) {
    Optional.ofNullable(flink).flatMap(FlinkJob::resumption).ifPresent(tell);
  }

  private void leave(Consumer<String> tell) {
    String name = flink == null ? "JOB" : flink.name();
    tell.accept(
        "the job runs on; stop it with: ./tally stop %s, or with --savepoint to start it again from there"
            .formatted(name));
  }

  private static String root(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
  }

  private static long tell(GroupProgress progress, long before, Consumer<String> tell) {
    try {
      List<Partition> partitions = progress.partitions();
      if (partitions.isEmpty()) {
        tell.accept("waiting for the first checkpoint");
        return before;
      }
      long read = partitions.stream().mapToLong(Partition::read).sum();
      long lag = partitions.stream().mapToLong(Partition::lag).sum();
      long watermark = partitions.stream().mapToLong(Partition::watermark).min().orElseThrow();
      long perSecond = before < 0 ? 0 : Math.max(0, read - before) / TELL_EVERY_SECONDS;
      tell.accept(
          "read %,d (%,d/s)  lag %,d  watermark %s"
              .formatted(read, perSecond, lag, time(watermark)));
      return read;
    } catch (IOException e) {
      tell.accept("no progress to tell: " + e.getMessage());
      return before;
    }
  }

  /**
   * A watermark for people, with how far it is behind this machine's clock where that means much.
   */
  public static String time(long watermark) {
    if (watermark < 0) {
      return "not yet";
    }
    Instant instant = Instant.ofEpochMilli(watermark);
    long behind = (System.currentTimeMillis() - watermark) / 1000;
    return behind >= 0 && behind < TimeUnit.DAYS.toSeconds(1)
        ? "%s (%,d s behind)".formatted(instant, behind)
        : instant.toString();
  }

  private void cancel(
      PipelineResult result, CountDownLatch ended, AtomicBoolean cancelled, Consumer<String> tell) {
    cancelled.set(true);
    tell.accept("cancelling the job");
    tellFailure(tell);
    tellResumption(tell);
    try {
      result.cancel();
      if (!ended.await(CANCEL_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("The job did not end within {} s", CANCEL_SECONDS);
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("The job could not be cancelled", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
