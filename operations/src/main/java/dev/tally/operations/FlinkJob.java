package dev.tally.operations;

import dev.tally.runners.Failure;
import dev.tally.runners.FlinkRest;
import dev.tally.runners.FlinkRest.Job;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a job's failures, and the checkpoint from which it can be resumed, from Flink's REST
 * interface.
 *
 * <p>Errors: none; while Flink does not respond, the methods return empty or what was read before.
 */
public final class FlinkJob {
  private static final Logger LOG = LoggerFactory.getLogger(FlinkJob.class);

  private final FlinkRest flink;
  private final String name;
  private final String sinkGroup;
  private long failedAt;
  private Optional<String> checkpoint = Optional.empty();

  private FlinkJob(FlinkRest flink, String name, String sinkGroup) {
    this.flink = flink;
    this.name = name;
    this.sinkGroup = sinkGroup;
  }

  /**
   * Returns a view of the job with this name.
   *
   * @param sinkGroup the job's sink group, which is needed to resume the job
   */
  public static FlinkJob of(FlinkRest flink, String name, String sinkGroup) {
    return new FlinkJob(flink, name, sinkGroup);
  }

  /** Returns a message that says how to resume a job from a savepoint or checkpoint. */
  public static String resumption(String savepoint, String sinkGroup) {
    return "to resume the job, start it with the same options and --from=%s --sinkGroup=%s"
        .formatted(savepoint, sinkGroup);
  }

  String name() {
    return name;
  }

  /**
   * Polls Flink for the job's latest checkpoint and failure.
   *
   * @return the cause of the latest failure, if this method has not returned it before
   */
  synchronized Optional<String> failure() {
    try {
      Optional<Job> job = flink.job(name);
      if (job.isEmpty()) {
        return Optional.empty();
      }
      List<String> checkpoints = flink.retainedCheckpoints(job.get());
      checkpoint = checkpoints.stream().findFirst().or(() -> checkpoint);
      Optional<Failure> latest = flink.latestFailure(job.get()).filter(f -> f.at() > failedAt);
      latest.ifPresent(failure -> failedAt = failure.at());
      return latest.map(Failure::cause);
    } catch (IOException e) {
      LOG.debug("Flink does not report the job", e);
      return Optional.empty();
    }
  }

  /**
   * Returns the cause of the latest failure, or empty if there was none or Flink does not respond.
   */
  synchronized Optional<String> latestFailure() {
    try {
      Optional<Job> job = flink.job(name);
      return job.isEmpty() ? Optional.empty() : flink.latestFailure(job.get()).map(Failure::cause);
    } catch (IOException e) {
      LOG.debug("Flink does not respond", e);
      return Optional.empty();
    }
  }

  /**
   * Returns how to resume the job from its newest checkpoint, or empty if it had none. Call this
   * after the job has ended, because a running job may replace the checkpoint.
   */
  synchronized Optional<String> resumption() {
    return checkpoint.map(path -> resumption(Checkpoints.newestBeside(path), sinkGroup));
  }
}
