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
 * Records why the last job on the embedded Flink ended, because the cluster ends with its job and
 * answers no requests afterwards. Flink creates this listener according to {@code
 * execution.job-listeners}.
 */
public final class EmbeddedJobs implements JobListener {
  private static final AtomicReference<@Nullable CompletableFuture<JobExecutionResult>> LAST =
      new AtomicReference<>();

  /**
   * Returns the failure that ended the last job that this JVM submitted; empty if the job has not
   * failed within the given time.
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
