package dev.tally.pipelines.options;

import dev.tally.io.kafka.KafkaCluster;

/**
 * A region that a job reads.
 *
 * @param kafka has the region's name
 * @param answers whether its Kafka did when the job's options were checked
 */
public record Region(KafkaCluster kafka, boolean answers) {
  /** By which steps, savepoints and dead letters know it, e.g. {@code "eu"}. */
  public String name() {
    return kafka.name();
  }
}
