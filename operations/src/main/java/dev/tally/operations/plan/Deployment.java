package dev.tally.operations.plan;

import dev.tally.io.kafka.Delivery;
import java.time.Duration;

/**
 * How the jobs run.
 *
 * @param regions number of regions; each has its own Kafka, its own jobs and its own Pinot
 * @param catchUp how many times the peak rate a job must be able to process, to catch up a lag
 * @param checkpointInterval time between two checkpoints
 * @param delivery how the jobs write to Kafka
 * @param output what the aggregation job writes
 */
public record Deployment(
    int regions, double catchUp, Duration checkpointInterval, Delivery delivery, Output output) {
  static final int MAX_REGIONS = 1_000;
  static final double MAX_CATCH_UP = 1_000_000;

  /** What the aggregation job writes apart from dead letters. */
  public enum Output {
    /** Only {@code ad-metrics}. */
    COUNTS,
    /** Also {@code clean-ad-events}, which the attribution job reads. */
    COUNTS_AND_CLEAN_EVENTS
  }

  /**
   * Creates the deployment.
   *
   * @throws IllegalArgumentException if a value is out of range
   */
  public Deployment {
    InputChecks.range("regions", regions, 1, MAX_REGIONS);
    InputChecks.range("catchUp", catchUp, 1, MAX_CATCH_UP);
    InputChecks.range("checkpointInterval", checkpointInterval);
  }

  double checkpointSeconds() {
    return Seconds.of(checkpointInterval);
  }
}
