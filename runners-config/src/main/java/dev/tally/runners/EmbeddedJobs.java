package dev.tally.runners;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.JobListener;
import org.jspecify.annotations.Nullable;

/**
 * Keeps why the last job on the embedded Flink ended: the cluster ends with its job and answers no
 * question afterwards. Flink creates it, by {@code execution.job-listeners}.
 */
public final class EmbeddedJobs implements JobListener {
  private static final AtomicReference<@Nullable CompletableFuture<JobExecutionResult>> LAST =
      new AtomicReference<>();

  /**
   * The failure that ended the last job that this JVM has submitted; empty if it did not fail, or
   * not within the time.
   */
  public static Optional<Throwable> failure(Duration atMost) throws InterruptedException {
    CompletableFuture<JobExecutionResult> last = LAST.get();
    if (last == null) {
      return Optional.empty();
    }
    try {
      last.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
      return Optional.empty();
    } catch (ExecutionException e) {
      return Optional.ofNullable(e.getCause());
    } catch (TimeoutException stillRuns) {
      return Optional.empty();
    }
  }

  @Override
  public void onJobSubmitted(@Nullable JobClient job, @Nullable Throwable failure) {
    LAST.set(job == null ? null : job.getJobExecutionResult());
  }

  @Override
  public void onJobExecuted(@Nullable JobExecutionResult result, @Nullable Throwable failure) {}
}
