package dev.tally.io.kafka;

import org.apache.kafka.common.Uuid;

/** Decides whether a topic is still the one to which a reader's progress belongs. */
record TopicContinuity(KafkaCluster cluster, String topic, WatermarkPolicy watermarks) {
  /**
   * Compares the topic of a checkpoint with the topic that exists now.
   *
   * <p>Errors: {@link IllegalStateException} with a message that explains why continuing to read
   * would produce wrong results, and what to do.
   */
  void checkRestored(TopicMark mark, TopicSnapshot now) {
    if (now.partitions() < mark.topicPartitions()) {
      throw new IllegalStateException(
          ("Topic %s at %s had %d partitions when the savepoint was created, but has %d now: Kafka"
                  + " never removes a partition, so it is another topic. Start without a savepoint.")
              .formatted(topic, cluster, mark.topicPartitions(), now.partitions()));
    }
    check(mark.topicId(), mark.topicPartitions(), now);
  }

  /** Compares the topic that is being read with a lookup of it; throws the same errors. */
  void check(Uuid id, int partitions, TopicSnapshot now) {
    if (isKnown(id) && isKnown(now.id()) && !id.equals(now.id())) {
      throw new IllegalStateException(
          ("Topic %s at %s was deleted and created again: the job reads the topic with the id %s,"
                  + " but the id is %s now. Start without a savepoint to read the new topic, or"
                  + " specify the topic that this job read before.")
              .formatted(topic, cluster, id, now.id()));
    }
    if (partitions > 0 && now.partitions() > partitions && !watermarks.needsLogAppendTime()) {
      throw new IllegalStateException(
          ("Topic %s at %s had %d partitions and has %d now. Only a live topic may get more: the"
                  + " watermark of this topic is derived from its records, and the records of a new"
                  + " partition may be older. Start without a savepoint; output records keep their"
                  + " UUIDs and revisions.")
              .formatted(topic, cluster, partitions, now.partitions()));
    }
  }

  private static boolean isKnown(Uuid id) {
    return !id.equals(Uuid.ZERO_UUID);
  }
}
