package dev.tally.operate;

import static java.util.stream.Collectors.toMap;

import dev.tally.io.kafka.CommittedTimes;
import dev.tally.io.kafka.KafkaCluster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far a job has read, as its consumer group tells: by partition, as of its last checkpoint. */
public final class GroupProgress implements AutoCloseable {
  private final Admin admin;
  private final String group;
  private final KafkaCluster cluster;

  private GroupProgress(KafkaCluster cluster, String group) {
    this.cluster = cluster;
    this.group = group;
    this.admin = cluster.admin();
  }

  /** The progress of a job's consumer group; close it after use. */
  public static GroupProgress of(KafkaCluster cluster, String group) {
    return new GroupProgress(cluster, group);
  }

  /**
   * One partition.
   *
   * @param read records and markers read, as of the last checkpoint
   * @param lag records and markers not read yet
   * @param watermark epoch ms
   */
  public record Partition(String topic, int number, long read, long lag, long watermark) {}

  /** All partitions that a job of Tally has committed offsets of in the group. */
  public List<Partition> partitions() throws IOException {
    try {
      Map<TopicPartition, OffsetAndMetadata> committed =
          admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
      Map<TopicPartition, ListOffsetsResultInfo> ends =
          admin
              .listOffsets(
                  committed.keySet().stream().collect(toMap(p -> p, p -> OffsetSpec.latest())))
              .all()
              .get();
      List<Partition> partitions = new ArrayList<>();
      committed.forEach(
          (tp, offset) -> {
            ListOffsetsResultInfo end = ends.get(tp);
            if (offset != null && end != null) {
              CommittedTimes.parse(offset.metadata())
                  .ifPresent(times -> partitions.add(partition(tp, offset, end.offset(), times)));
            }
          });
      partitions.sort(Comparator.comparing(Partition::topic).thenComparing(Partition::number));
      return partitions;
    } catch (ExecutionException e) {
      throw new IOException("Kafka at %s: %s".formatted(cluster, e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while asking Kafka", e);
    }
  }

  private static Partition partition(
      TopicPartition tp, OffsetAndMetadata committed, long end, CommittedTimes times) {
    return new Partition(
        tp.topic(),
        tp.partition(),
        committed.offset(),
        end - committed.offset(),
        times.watermark());
  }

  @Override
  public void close() {
    admin.close();
  }
}
