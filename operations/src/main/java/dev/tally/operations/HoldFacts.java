package dev.tally.operations;

import dev.tally.operations.GroupProgress.Partition;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.record.TimestampType;

/** Requests from Kafka what explains why partitions hold a watermark. */
record HoldFacts(Admin admin) {
  private static final ListOffsetsResultInfo NONE =
      new ListOffsetsResultInfo(-1, -1, Optional.empty());

  /** Returns what Kafka reports, by {@link Partition#name}. */
  Map<String, PartitionFacts> of(List<Partition> partitions)
      throws ExecutionException, InterruptedException {
    Set<String> live = live(partitions);
    Map<TopicPartition, ListOffsetsResultInfo> ends = offsets(partitions, OffsetSpec.latest());
    Map<TopicPartition, ListOffsetsResultInfo> latest =
        offsets(
            partitions.stream().filter(p -> p.lag() > 0 && live.contains(p.topic())).toList(),
            OffsetSpec.maxTimestamp());
    Map<String, PartitionFacts> facts = new HashMap<>();
    for (Partition p : partitions) {
      ListOffsetsResultInfo newest = latest.getOrDefault(id(p), NONE);
      facts.put(
          p.name(),
          new PartitionFacts(
              live.contains(p.topic()),
              Objects.requireNonNull(ends.get(id(p))).offset(),
              newest.timestamp(),
              newest.offset()));
    }
    return facts;
  }

  /** Returns the topics in which the broker sets the timestamps. */
  private Set<String> live(List<Partition> partitions)
      throws ExecutionException, InterruptedException {
    Set<ConfigResource> topics =
        partitions.stream()
            .map(p -> new ConfigResource(ConfigResource.Type.TOPIC, p.topic()))
            .collect(Collectors.toSet());
    Set<String> live = new TreeSet<>();
    admin
        .describeConfigs(topics)
        .all()
        .get()
        .forEach(
            (topic, config) -> {
              if (isLive(config)) {
                live.add(topic.name());
              }
            });
    return live;
  }

  private static boolean isLive(Config config) {
    ConfigEntry type = config.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG);
    return type != null && TimestampType.LOG_APPEND_TIME.name.equals(type.value());
  }

  private Map<TopicPartition, ListOffsetsResultInfo> offsets(
      Collection<Partition> partitions, OffsetSpec which)
      throws ExecutionException, InterruptedException {
    return partitions.isEmpty()
        ? Map.of()
        : admin
            .listOffsets(
                partitions.stream().collect(Collectors.toMap(HoldFacts::id, p -> which)),
                new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
            .all()
            .get();
  }

  private static TopicPartition id(Partition p) {
    return new TopicPartition(p.topic(), p.number());
  }
}
