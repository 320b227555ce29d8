package dev.tally.io.kafka;

import com.google.auto.value.AutoValue;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.joda.time.Duration;

/**
 * Deletes old records at the start of a topic's partitions that every reader has read.
 *
 * <p>A record is old if its timestamp is more than the given duration before now, and more than
 * that before the watermark of the slowest Tally job that reads the topic. The latest records
 * before that watermark are therefore kept for a replay of old records and for a job that is
 * stopped.
 *
 * <p>Every consumer group with an offset in the topic is a reader. It needs the records from that
 * offset, and all records of a partition in which it has no offset.
 *
 * <p>Limits: a group whose offsets have expired ({@code offsets.retention.minutes} after its last
 * commit) is not considered, unless it is required.
 *
 * <p>Errors: {@link IllegalArgumentException}, whose message says what to do, if the topic is
 * missing or compacted, or if Kafka does not respond.
 */
@AutoValue
public abstract class PruneTopic {
  abstract KafkaCluster cluster();

  abstract String topic();

  abstract Duration keep();

  abstract List<String> requiredGroups();

  abstract List<NeededFrom> otherReaders();

  /**
   * Creates the pruning of a topic.
   *
   * @param keep the minimum age of a record that is deleted
   */
  public static PruneTopic of(KafkaCluster cluster, String topic, Duration keep) {
    return new AutoValue_PruneTopic(cluster, topic, keep, List.of(), List.of());
  }

  /**
   * Sets the consumer groups that must have read a record before it is deleted. Default: the group
   * of any Tally job.
   */
  public PruneTopic withRequiredGroups(List<String> groups) {
    return new AutoValue_PruneTopic(
        cluster(), topic(), keep(), List.copyOf(groups), otherReaders());
  }

  /** Sets readers that are not consumer groups: savepoints and Pinot tables. */
  public PruneTopic withOtherReaders(List<NeededFrom> readers) {
    return new AutoValue_PruneTopic(
        cluster(), topic(), keep(), requiredGroups(), List.copyOf(readers));
  }

  /** Returns what {@link #delete} would delete now, by partition. */
  public List<PrunedPartition> plan(Instant now) {
    TopicInspector topics = TopicInspector.of(cluster());
    requireNotCompacted(topics);
    List<TopicPartition> partitions =
        IntStream.range(0, topics.partitions(topic()))
            .mapToObj(p -> new TopicPartition(topic(), p))
            .toList();
    try (Admin admin = topics.admin()) {
      GroupReads groups = GroupReads.of(admin, partitions);
      return plan(admin, partitions, groups, now);
    } catch (ExecutionException e) {
      throw topics.explain(topic(), e);
    } catch (InterruptedException e) {
      throw TopicInspector.interrupted(e);
    }
  }

  private List<PrunedPartition> plan(
      Admin admin, List<TopicPartition> partitions, GroupReads groups, Instant now)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, Long> starts = offsets(admin, partitions, OffsetSpec.earliest());
    Map<TopicPartition, Long> ends = offsets(admin, partitions, OffsetSpec.latest());
    List<NeededFrom> readers = readers(groups);
    List<PrunedPartition> plan = new ArrayList<>();
    for (TopicPartition partition : partitions) {
      long end = Objects.requireNonNull(ends.get(partition));
      long watermark = groups.watermark(partition).orElse(Long.MAX_VALUE);
      long before = Math.min(now.toEpochMilli(), watermark) - keep().getMillis();
      PrunedPartition.Extent extent =
          new PrunedPartition.Extent(
              topic(), partition.partition(), Objects.requireNonNull(starts.get(partition)), end);
      plan.add(PrunedPartition.of(extent, firstSince(admin, partition, before, end), readers));
    }
    return plan;
  }

  private List<NeededFrom> readers(GroupReads groups) {
    List<NeededFrom> readers = new ArrayList<>(groups.needs());
    readers.addAll(otherReaders());
    requiredGroups().stream()
        .filter(group -> !groups.has(group))
        .map(group -> NeededFrom.start(GroupReads.name(group)))
        .forEach(readers::add);
    if (requiredGroups().isEmpty() && !groups.hasTallyJob()) {
      readers.add(NeededFrom.start("any Tally job"));
    }
    return readers;
  }

  /** Returns the offset of the first record with this timestamp or a later one, or the end. */
  private static long firstSince(Admin admin, TopicPartition partition, long time, long end)
      throws ExecutionException, InterruptedException {
    if (time < 0) {
      return 0;
    }
    long found =
        Objects.requireNonNull(
            offsets(admin, List.of(partition), OffsetSpec.forTimestamp(time)).get(partition));
    return found < 0 ? end : found;
  }

  private static Map<TopicPartition, Long> offsets(
      Admin admin, List<TopicPartition> partitions, OffsetSpec which)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> requested = new HashMap<>();
    partitions.forEach(partition -> requested.put(partition, which));
    Map<TopicPartition, ListOffsetsResultInfo> found =
        admin
            .listOffsets(requested, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
            .all()
            .get();
    Map<TopicPartition, Long> offsets = new HashMap<>();
    found.forEach((partition, offset) -> offsets.put(partition, offset.offset()));
    return offsets;
  }

  private void requireNotCompacted(TopicInspector topics) {
    String policy = TopicRules.value(topics.config(topic()), TopicConfig.CLEANUP_POLICY_CONFIG);
    if (policy.contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
      throw new IllegalArgumentException(
          "Topic %s has cleanup.policy=%s: Kafka keeps the last record of each key, whatever its age, so no record may be deleted by age. Omit the topic."
              .formatted(topic(), policy));
    }
  }

  /**
   * Deletes the records of a plan.
   *
   * @throws IOException if Kafka refuses; records of some partitions may have been deleted
   */
  public void delete(List<PrunedPartition> plan) throws IOException {
    Map<TopicPartition, RecordsToDelete> records = new HashMap<>();
    plan.stream()
        .filter(partition -> partition.deleted() > 0)
        .forEach(
            partition ->
                records.put(
                    new TopicPartition(partition.topic(), partition.partition()),
                    RecordsToDelete.beforeOffset(partition.keptFrom())));
    try (Admin admin = TopicInspector.of(cluster()).admin()) {
      admin.deleteRecords(records).all().get();
    } catch (ExecutionException e) {
      throw new IOException(
          "Kafka at %s cannot delete records of %s: %s".formatted(cluster(), topic(), e.getCause()),
          e);
    } catch (InterruptedException e) {
      throw TopicInspector.interrupted(e);
    }
  }
}
