package dev.tally.pipelines.options;

import dev.tally.io.kafka.KafkaCluster;

/**
 * A region that a job reads.
 *
 * @param kafka the region's Kafka cluster, which has the region's name
 * @param responded true if the cluster responded when the job's options were checked
 */
public record Region(KafkaCluster kafka, boolean responded) {
  /**
   * Returns the name that identifies the region in steps, savepoints and dead letters, e.g. {@code
   * "eu"}.
   */
  public String name() {
    return kafka.name();
  }
}
