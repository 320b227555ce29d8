package dev.tally.io.kafka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The offsets that consumer groups have committed in a topic. Sink groups are not included, because
 * their offsets are commit markers of writers.
 *
 * @param groups the groups that have committed an offset in the topic, by name
 */
record GroupReads(Map<String, Map<TopicPartition, OffsetAndMetadata>> groups) {
  static GroupReads of(Admin admin, List<TopicPartition> topic)
      throws ExecutionException, InterruptedException {
    ListConsumerGroupOffsetsSpec ofTopic =
        new ListConsumerGroupOffsetsSpec().topicPartitions(topic);
    Map<String, ListConsumerGroupOffsetsSpec> all =
        admin.listConsumerGroups().all().get().stream()
            .collect(Collectors.toMap(ConsumerGroupListing::groupId, group -> ofTopic));
    Map<String, Map<TopicPartition, OffsetAndMetadata>> reads = new HashMap<>();
    if (!all.isEmpty()) {
      admin
          .listConsumerGroupOffsets(all)
          .all()
          .get()
          .forEach((group, offsets) -> add(reads, group, offsets));
    }
    return new GroupReads(reads);
  }

  private static void add(
      Map<String, Map<TopicPartition, OffsetAndMetadata>> reads,
      String group,
      Map<TopicPartition, OffsetAndMetadata> found) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    found.forEach(
        (partition, offset) -> {
          if (offset != null && !CommitMarker.isMarker(offset.metadata())) {
            offsets.put(partition, offset);
          }
        });
    if (!offsets.isEmpty()) {
      reads.put(group, offsets);
    }
  }

  /** Returns the records that each group may still read. */
  List<NeededFrom> needs() {
    List<NeededFrom> needs = new ArrayList<>();
    groups.forEach(
        (group, offsets) ->
            needs.add(
                new NeededFrom(
                    name(group),
                    offsets.entrySet().stream()
                        .collect(
                            Collectors.toMap(
                                offset -> offset.getKey().partition(),
                                offset -> offset.getValue().offset())))));
    return needs;
  }

  static String name(String group) {
    return "consumer group " + group;
  }

  boolean has(String group) {
    return groups.containsKey(group);
  }

  /** Returns true if a Tally job has committed an offset in the topic. */
  boolean hasTallyJob() {
    return groups.values().stream()
        .flatMap(offsets -> offsets.values().stream())
        .anyMatch(offset -> CommittedTimes.parse(offset.metadata()).isPresent());
  }

  /**
   * Returns the lowest watermark that any Tally job has committed for the partition, in epoch ms;
   * empty if there is none.
   */
  OptionalLong watermark(TopicPartition partition) {
    return groups.values().stream()
        .map(offsets -> offsets.get(partition))
        .filter(Objects::nonNull)
        .flatMap(offset -> CommittedTimes.parse(offset.metadata()).stream())
        .mapToLong(CommittedTimes::watermark)
        .min();
  }
}
