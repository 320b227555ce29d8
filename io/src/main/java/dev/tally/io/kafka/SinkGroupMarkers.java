package dev.tally.io.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads the commit markers of a sink group. */
record SinkGroupMarkers(Admin admin, String sinkGroup) {
  /**
   * Returns the offsets that the sink group has committed for a topic, without waiting for open
   * transactions.
   */
  Map<TopicPartition, OffsetAndMetadata> of(String topic) {
    try {
      Map<TopicPartition, OffsetAndMetadata> found =
          new HashMap<>(
              admin.listConsumerGroupOffsets(sinkGroup).partitionsToOffsetAndMetadata().get());
      found.entrySet().removeIf(e -> e.getValue() == null || !e.getKey().topic().equals(topic));
      return found;
    } catch (ExecutionException e) {
      throw new KafkaException(
          "The markers of group " + sinkGroup + " cannot be read", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("Interrupted", e);
    }
  }

  /**
   * Reads the marker of a partition, without waiting for an open transaction, or for one that has
   * just ended. A partition without a marker may have been added to the topic, so the number of
   * partitions is then checked against the markers of the other partitions.
   */
  CommitMarker of(TopicPartition partition, TopicIdentity topic) {
    Map<TopicPartition, OffsetAndMetadata> all = of(partition.topic());
    OffsetAndMetadata found = all.get(partition);
    return current(found, found == null ? all.values() : List.of(found), partition.topic(), topic);
  }

  /**
   * Reads the marker of a partition whose writers are fenced. The brokers respond when the last
   * transaction of this partition has taken effect; a transaction of another partition may be open
   * and may have to be aborted later by this same thread, so waiting for it would be a deadlock.
   */
  CommitMarker ofFenced(TopicPartition partition, TopicIdentity topic) {
    OffsetAndMetadata found = stable(partition);
    return found == null
        ? of(partition, topic)
        : current(found, List.of(found), partition.topic(), topic);
  }

  private @Nullable OffsetAndMetadata stable(TopicPartition partition) {
    ListConsumerGroupOffsetsSpec spec =
        new ListConsumerGroupOffsetsSpec().topicPartitions(List.of(partition));
    try {
      return admin
          .listConsumerGroupOffsets(
              Map.of(sinkGroup, spec), new ListConsumerGroupOffsetsOptions().requireStable(true))
          .partitionsToOffsetAndMetadata(sinkGroup)
          .get()
          .get(partition);
    } catch (ExecutionException e) {
      throw new KafkaException(
          "The marker of %s in group %s cannot be read".formatted(partition, sinkGroup),
          e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("Interrupted", e);
    }
  }

  /**
   * Returns the marker that applies to a partition of the topic that exists now.
   *
   * @param found the offset that is committed for the partition
   * @param toCheck the number of partitions of the topic is compared with these
   */
  static CommitMarker current(
      @Nullable OffsetAndMetadata found,
      Collection<OffsetAndMetadata> toCheck,
      String name,
      TopicIdentity topic) {
    List<CommitMarker> current =
        toCheck.stream()
            .map(offset -> CommitMarker.parse(offset.metadata()))
            .filter(marker -> marker.isOf(topic.id()))
            .toList();
    current.forEach(marker -> marker.require(name, topic.partitions()));
    return found == null || current.isEmpty() ? CommitMarker.none(topic) : current.get(0);
  }
}
