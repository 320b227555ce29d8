package dev.tally.io.kafka;

/**
 * The work of one reader: its share of the partitions, its settings, and where it starts.
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
