package dev.tally.io.kafka;

import org.apache.kafka.common.Uuid;

/** Decides whether a topic is still the one whose progress a reader holds. */
record TopicContinuity(KafkaCluster cluster, String topic, WatermarkPolicy watermarks) {
  /**
   * Compares the topic of a checkpoint with the topic that is there now.
   *
   * <p>Errors: {@link IllegalStateException} that says why reading on would give wrong results, and
   * what to do.
   */
  void checkRestored(TopicMark mark, Topology now) {
    if (now.partitions() < mark.topicPartitions()) {
      throw new IllegalStateException(
          ("Topic %s at %s had %d partitions when the savepoint was taken, and has %d now: Kafka"
                  + " never removes a partition, so it is another topic. Start from nothing.")
              .formatted(topic, cluster, mark.topicPartitions(), now.partitions()));
    }
    check(mark.topicId(), mark.topicPartitions(), now);
  }

  /** Compares the topic that is read with a lookup of it, with the same errors. */
  void check(Uuid id, int partitions, Topology now) {
    if (isKnown(id) && isKnown(now.id()) && !id.equals(now.id())) {
      throw new IllegalStateException(
          ("Topic %s at %s was deleted and created again: the job reads the topic with the id %s,"
                  + " and the id is %s now. Start from nothing to read the new topic, or name the"
                  + " topic that this job read before.")
              .formatted(topic, cluster, id, now.id()));
    }
    if (partitions > 0 && now.partitions() > partitions && !watermarks.needsLogAppendTime()) {
      throw new IllegalStateException(
          ("Topic %s at %s had %d partitions and has %d now. Only a live topic may get more: the"
                  + " watermark of this one comes from its records, and those of a new partition may"
                  + " be older. Start from nothing; records keep their UUIDs and revisions.")
              .formatted(topic, cluster, partitions, now.partitions()));
    }
  }

  private static boolean isKnown(Uuid id) {
    return !id.equals(Uuid.ZERO_UUID);
  }
}
