package dev.tally.operate;

import dev.tally.io.kafka.KafkaCluster;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Counts the committed dead letters of a topic by reason, which is their key. */
public final class DeadLetterCounts {
  private static final Duration POLL = Duration.ofMillis(200);

  private DeadLetterCounts() {}

  /** By reason, from the start of the topic to its end as of now. */
  public static Map<String, Long> of(KafkaCluster cluster, String topic) {
    Map<String, Long> counts = new TreeMap<>();
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            cluster.consumerConfig(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (record.value() != null) { // A heartbeat is no letter.
            counts.merge(new String(record.key(), StandardCharsets.UTF_8), 1L, Long::sum);
          }
        }
      }
    }
    return counts;
  }
}
