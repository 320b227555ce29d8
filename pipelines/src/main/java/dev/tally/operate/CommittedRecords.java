package dev.tally.operate;

import dev.tally.io.kafka.KafkaCluster;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What stands committed in a topic, from its start to its end as of now, but for heartbeats. */
public final class CommittedRecords {
  private static final Duration POLL = Duration.ofMillis(200);

  private CommittedRecords() {}

  /** Takes one record after the other. */
  public interface Action {
    void accept(byte[] key, byte[] value) throws IOException;
  }

  /**
   * Reads all partitions of a topic, each in its order.
   *
   * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
   */
  public static void forEach(KafkaCluster cluster, String topic, Action action) throws IOException {
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
          if (record.value() != null) {
            action.accept(record.key(), record.value());
          }
        }
      }
    }
  }
}
