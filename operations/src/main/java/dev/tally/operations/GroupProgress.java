package dev.tally.operations;

import dev.tally.io.kafka.CommittedTimes;
import dev.tally.io.kafka.KafkaCluster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Reads how far a job has read each partition, as of its last checkpoint, from the offsets of its
 * consumer group.
 */
public final class GroupProgress implements AutoCloseable {
  private final Admin admin;
  private final String group;
  private final KafkaCluster cluster;

  private GroupProgress(KafkaCluster cluster, String group) {
    this.cluster = cluster;
    this.group = group;
    this.admin = cluster.admin();
  }

  /** Returns the progress of a consumer group; the caller must close it. */
  public static GroupProgress of(KafkaCluster cluster, String group) {
    return new GroupProgress(cluster, group);
  }

  /**
   * The progress in one partition.
   *
   * @param position the offset that the group has committed; empty if it has not read the partition
   * @param end the partition's current end offset
   * @param watermark epoch ms; {@link Long#MIN_VALUE} if none is committed
   */
  public record Partition(
      String topic, int number, OptionalLong position, long end, long watermark) {
    /** Returns how many records and transaction markers were read, as of the last checkpoint. */
    public long read() {
      return position.orElse(0);
    }

    /** Returns how many records and transaction markers were not read yet. */
    public long lag() {
      return end - read();
    }

    /**
     * Returns true if the group has committed a watermark other than the minimum, which precedes
     * all records.
     */
    public boolean hasWatermark() {
      return watermark >= 0;
    }

    /** Returns topic and partition number, e.g. {@code ad-events-3}. */
    public String name() {
      return topic + "-" + number;
    }

    static Partition of(TopicPartition partition, Optional<OffsetAndMetadata> committed, long end) {
      return new Partition(
          partition.topic(),
          partition.partition(),
          committed.map(c -> OptionalLong.of(c.offset())).orElse(OptionalLong.empty()),
          end,
          committed
              .flatMap(c -> CommittedTimes.parse(c.metadata()))
              .map(CommittedTimes::watermark)
              .orElse(Long.MIN_VALUE));
    }
  }

  /**
   * Returns all partitions of every topic in which the group has committed an offset. Partitions
   * that the group has not read yet, e.g. because they were added later, are included.
   */
  public List<Partition> partitions() throws IOException {
    try {
      Map<TopicPartition, OffsetAndMetadata> committed =
          admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
      Map<TopicPartition, ListOffsetsResultInfo> ends = ends(partitionsOf(topics(committed)));
      List<Partition> partitions = new ArrayList<>();
      ends.forEach(
          (tp, end) ->
              partitions.add(
                  Partition.of(tp, Optional.ofNullable(committed.get(tp)), end.offset())));
      partitions.sort(Comparator.comparing(Partition::topic).thenComparing(Partition::number));
      return partitions;
    } catch (ExecutionException e) {
      throw new IOException("Kafka at %s: %s".formatted(cluster, e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while reading offsets from Kafka", e);
    }
  }

  /**
   * Returns the partition that holds the job's watermark and why; empty if there are no partitions.
   *
   * @param partitions as returned by {@link #partitions}
   */
  public Optional<WatermarkHold> hold(List<Partition> partitions) throws IOException {
    List<Partition> lowest = WatermarkHold.lowest(partitions);
    try {
      Map<String, PartitionFacts> facts = new HoldFacts(admin).of(lowest);
      return WatermarkHold.of(lowest, facts, System.currentTimeMillis());
    } catch (ExecutionException e) {
      throw new IOException("Kafka at %s: %s".formatted(cluster, e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while reading offsets from Kafka", e);
    }
  }

  /** Returns the consumer groups to which jobs of Tally have committed their progress. */
  public static Set<String> groups(KafkaCluster cluster) throws IOException {
    try (Admin admin = cluster.admin()) {
      Map<String, ListConsumerGroupOffsetsSpec> all = new HashMap<>();
      for (ConsumerGroupListing group : admin.listConsumerGroups().all().get()) {
        all.put(group.groupId(), new ListConsumerGroupOffsetsSpec());
      }
      Set<String> groups = new TreeSet<>();
      if (!all.isEmpty()) {
        admin
            .listConsumerGroupOffsets(all)
            .all()
            .get()
            .forEach(
                (group, offsets) -> {
                  if (offsets.values().stream().anyMatch(GroupProgress::hasTimes)) {
                    groups.add(group);
                  }
                });
      }
      return groups;
    } catch (ExecutionException e) {
      throw new IOException("Kafka at %s: %s".formatted(cluster, e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while reading consumer groups from Kafka", e);
    }
  }

  private static boolean hasTimes(@Nullable OffsetAndMetadata committed) {
    return committed != null && CommittedTimes.parse(committed.metadata()).isPresent();
  }

  private static Set<String> topics(Map<TopicPartition, OffsetAndMetadata> committed) {
    Set<String> topics = new TreeSet<>();
    committed.keySet().forEach(tp -> topics.add(tp.topic()));
    return topics;
  }

  /** Returns the partitions of those topics that still exist. */
  private Map<TopicPartition, OffsetSpec> partitionsOf(Set<String> topics)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
    for (KafkaFuture<TopicDescription> found :
        admin.describeTopics(topics).topicNameValues().values()) {
      try {
        TopicDescription topic = found.get();
        topic
            .partitions()
            .forEach(
                p ->
                    partitions.put(
                        new TopicPartition(topic.name(), p.partition()), OffsetSpec.latest()));
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw e;
        }
      }
    }
    return partitions;
  }

  private Map<TopicPartition, ListOffsetsResultInfo> ends(
      Map<TopicPartition, OffsetSpec> partitions) throws ExecutionException, InterruptedException {
    return partitions.isEmpty() ? Map.of() : admin.listOffsets(partitions).all().get();
  }

  @Override
  public void close() {
    admin.close();
  }
}
