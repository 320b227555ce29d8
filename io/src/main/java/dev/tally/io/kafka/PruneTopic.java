package dev.tally.io.kafka;

import com.google.auto.value.AutoValue;
import java.io.IOException;
import java.time.Duration;
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

/**
 * Deletes the records at the start of a topic's partitions that are old and that every reader has
 * read.
 *
 * <p>A record is old if its time is before now, and before the watermark of the slowest reader of
 * Tally, by the given duration. So a replay of old records keeps those that its readers have passed
 * last, and a job that is stopped keeps what it read last.
 *
 * <p>Every consumer group with an offset in the topic is a reader; it needs all from that offset
 * on, in a partition without an offset everything.
 *
 * <p>Limits: a group whose offsets have expired ({@code offsets.retention.minutes} after its last
 * commit) is not known any longer, unless it is required.
 *
 * <p>Errors: {@link IllegalArgumentException} with what to do if the topic is missing or compacted,
 * or if Kafka does not answer.
 */
@AutoValue
public abstract class PruneTopic {
  abstract KafkaCluster cluster();

  abstract String topic();

  abstract Duration keep();

  abstract List<String> requiredGroups();

  abstract List<NeededFrom> otherReaders();

  /**
   * The start of a topic.
   *
   * @param keep how old a record must be to be deleted
   */
  public static PruneTopic of(KafkaCluster cluster, String topic, Duration keep) {
    return new AutoValue_PruneTopic(cluster, topic, keep, List.of(), List.of());
  }

  /** With consumer groups without which nothing is deleted; default: any one of a job of Tally. */
  public PruneTopic withRequiredGroups(List<String> groups) {
    return new AutoValue_PruneTopic(
        cluster(), topic(), keep(), List.copyOf(groups), otherReaders());
  }

  /** With readers that are no consumer groups: savepoints, tables of Pinot. */
  public PruneTopic withOtherReaders(List<NeededFrom> readers) {
    return new AutoValue_PruneTopic(
        cluster(), topic(), keep(), requiredGroups(), List.copyOf(readers));
  }

  /** What {@link #delete} would delete now, by partition. */
  public List<PrunedPartition> plan(Instant now) {
    Topics topics = Topics.of(cluster());
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
      throw Topics.interrupted(e);
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
      long before = Math.min(now.toEpochMilli(), watermark) - keep().toMillis();
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
    if (requiredGroups().isEmpty() && !groups.hasTallys()) {
      readers.add(NeededFrom.start("any job of Tally"));
    }
    return readers;
  }

  /** The offset of the first record of this time or later; the end if there is none. */
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
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions.forEach(partition -> asked.put(partition, which));
    Map<TopicPartition, ListOffsetsResultInfo> found =
        admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)).all().get();
    Map<TopicPartition, Long> offsets = new HashMap<>();
    found.forEach((partition, offset) -> offsets.put(partition, offset.offset()));
    return offsets;
  }

  private void requireNotCompacted(Topics topics) {
    String policy = TopicRules.value(topics.config(topic()), TopicConfig.CLEANUP_POLICY_CONFIG);
    if (policy.contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
      throw new IllegalArgumentException(
          "Topic %s has cleanup.policy=%s: Kafka keeps the last record of each key there, however old, so nothing in it may be deleted by age. Leave it out."
              .formatted(topic(), policy));
    }
  }

  /**
   * Deletes what a plan says.
   *
   * @throws IOException if Kafka refuses; what has been deleted stays deleted
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
    try (Admin admin = Topics.of(cluster()).admin()) {
      admin.deleteRecords(records).all().get();
    } catch (ExecutionException e) {
      throw new IOException(
          "Kafka at %s does not delete records of %s: %s"
              .formatted(cluster(), topic(), e.getCause()),
          e);
    } catch (InterruptedException e) {
      throw Topics.interrupted(e);
    }
  }
}
