package dev.tally.runners;

import java.io.IOException;
import org.apache.beam.sdk.PipelineResult;

/** Cancels a job of any runner. */
public final class JobCancellation {
  /** Flink's message if its embedded cluster has ended. */
  private static final String CLUSTER_ENDED = "MiniCluster is not yet running";

  private JobCancellation() {}

  /**
   * Cancels a job. An embedded Flink ends together with its job, and Beam requests the state of the
   * job after it has cancelled it, which can fail then; this failure is ignored.
   */
  public static void cancel(PipelineResult job) throws IOException {
    try {
      job.cancel();
    } catch (IllegalStateException e) {
      if (!String.valueOf(e.getMessage()).startsWith(CLUSTER_ENDED)) {
        throw e;
      }
    }
  }
}
