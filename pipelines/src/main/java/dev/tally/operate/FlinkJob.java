package dev.tally.operate;

import dev.tally.runners.FlinkRest;
import dev.tally.runners.FlinkRest.Failure;
import dev.tally.runners.FlinkRest.Job;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A job as Flink tells of it: its failures, and the checkpoint from which it can be started again.
 *
 * <p>Errors: none; it tells less while Flink does not answer.
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
   * A job by its name.
   *
   * @param sinkGroup what a later start must be given again
   */
  public static FlinkJob of(FlinkRest flink, String name, String sinkGroup) {
    return new FlinkJob(flink, name, sinkGroup);
  }

  /** How a job is started again where it was. */
  public static String resumption(String savepoint, String sinkGroup) {
    return "start it again where it was with the options it had and --from=%s --sinkGroup=%s"
        .formatted(savepoint, sinkGroup);
  }

  String name() {
    return name;
  }

  /**
   * Asks Flink how the job is.
   *
   * @return the cause of a failure that was not told before
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
      LOG.debug("Flink does not tell of the job", e);
      return Optional.empty();
    }
  }

  /** The cause of the latest failure; empty if there was none or Flink does not answer. */
  synchronized Optional<String> latestFailure() {
    try {
      Optional<Job> job = flink.job(name);
      return job.isEmpty() ? Optional.empty() : flink.latestFailure(job.get()).map(Failure::cause);
    } catch (IOException e) {
      LOG.debug("Flink does not answer", e);
      return Optional.empty();
    }
  }

  /**
   * How to start it again from its newest checkpoint; empty if none was seen. Ask after the job has
   * ended: until then a newer checkpoint may replace it.
   */
  synchronized Optional<String> resumption() {
    return checkpoint.map(path -> resumption(Checkpoints.newestBeside(path), sinkGroup));
  }
}
