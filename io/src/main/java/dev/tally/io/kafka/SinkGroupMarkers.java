package dev.tally.io.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.internals.Topic;
import org.jspecify.annotations.Nullable;

/** Reads the commit markers of a sink group. */
record SinkGroupMarkers(Admin admin, String sinkGroup) {
  /** Together about a minute, with pauses that double up to {@link #LONGEST_PAUSE_MILLIS}. */
  private static final int READS = 66;

  private static final long LONGEST_PAUSE_MILLIS = 1_000;

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
      throw interrupted(e);
    }
  }

  /**
   * Reads the marker of a partition, without waiting for a transaction that is open or has just
   * ended. A partition without a marker may have been added to the topic, so the number of
   * partitions is then checked against the markers of the other partitions.
   */
  CommitMarker of(TopicPartition partition, TopicIdentity topic) {
    return current(offset(partition, false).get(partition), partition, topic);
  }

  /**
   * Reads the marker of a partition whose writers are fenced. Waits until the last transaction of
   * this partition has taken effect: that is slightly later than its end. A transaction of another
   * partition may be open and may have to be aborted later by this same thread, so waiting for it
   * would be a deadlock.
   *
   * @throws KafkaException if a transaction of the partition does not end within a minute
   */
  CommitMarker ofFenced(TopicPartition partition, TopicIdentity topic) {
    long pause = 20;
    for (int i = 0; i < READS; i++) {
      Map<TopicPartition, OffsetAndMetadata> found = offset(partition, true);
      if (found.containsKey(partition)) { // The client leaves out what is not stable.
        return current(found.get(partition), partition, topic);
      }
      pause(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    }
    throw new KafkaException(
        ("The marker of %s in group %s cannot be read: a transaction of the group does not end. If"
                + " the brokers have lost it, an administrator must abort it:"
                + " kafka-transactions.sh --bootstrap-server … find-hanging --topic %s")
            .formatted(partition, sinkGroup, Topic.GROUP_METADATA_TOPIC_NAME));
  }

  /** Returns the ids of the producers in the marker of a partition, also of a deleted topic. */
  List<Long> producers(TopicPartition partition) {
    OffsetAndMetadata found = offset(partition, false).get(partition);
    return found == null ? List.of() : CommitMarker.parse(found.metadata()).producers();
  }

  private static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private CommitMarker current(
      @Nullable OffsetAndMetadata found, TopicPartition partition, TopicIdentity topic) {
    String name = partition.topic();
    return current(found, found == null ? of(name).values() : List.of(found), name, topic);
  }

  /** Returns the offset of one partition: no entry if it is not stable, null if there is none. */
  private Map<TopicPartition, OffsetAndMetadata> offset(TopicPartition partition, boolean stable) {
    ListConsumerGroupOffsetsSpec spec =
        new ListConsumerGroupOffsetsSpec().topicPartitions(List.of(partition));
    try {
      return admin
          .listConsumerGroupOffsets(
              Map.of(sinkGroup, spec), new ListConsumerGroupOffsetsOptions().requireStable(stable))
          .partitionsToOffsetAndMetadata(sinkGroup)
          .get();
    } catch (ExecutionException e) {
      throw new KafkaException(
          "The marker of %s in group %s cannot be read".formatted(partition, sinkGroup),
          e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static KafkaException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new KafkaException("Interrupted", e);
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
