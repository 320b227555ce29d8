package dev.tally.pipelines.options;

import dev.tally.io.kafka.KafkaCluster;

/**
 * A region that a job reads.
 *
 * @param answers whether its Kafka did when the job's options were checked
 */
public record Region(KafkaCluster kafka, boolean answers) {}
