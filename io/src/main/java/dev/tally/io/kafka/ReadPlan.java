package dev.tally.io.kafka;

/**
 * What one reader reads, with which settings, and from where.
 *
 * @param from the progress from a checkpoint, or {@link TopicMark#UNREAD}
 */
record ReadPlan(ReadSettings<?> read, PartitionShare share, TopicMark from) {
  String topic() {
    return read.topic();
  }

  KafkaCluster cluster() {
    return read.cluster();
  }

  WatermarkPolicy watermarks() {
    return read.watermarks();
  }
}
