package dev.tally.io.kafka;

import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Uuid;

/**
 * Identifies the topic that a name currently refers to: a topic that is deleted and created again
 * has another id.
 *
 * @param id Kafka's id of the topic; {@link Uuid#ZERO_UUID} where the brokers have none
 * @param partitions the number of partitions of the topic
 */
record TopicIdentity(Uuid id, int partitions) {
  static TopicIdentity of(TopicDescription found) {
    return new TopicIdentity(found.topicId(), found.partitions().size());
  }

  /** False only if both ids are known and differ. */
  static boolean same(Uuid one, Uuid other) {
    return one.equals(other) || one.equals(Uuid.ZERO_UUID) || other.equals(Uuid.ZERO_UUID);
  }
}
