package dev.tally.operations;

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

/**
 * Reads all committed records of a topic, except heartbeats, up to the end offsets at the time of
 * the call.
 */
public final class CommittedRecords {
  private static final Duration POLL = Duration.ofMillis(200);

  private CommittedRecords() {}

  /** Receives the records one by one. */
  public interface Action {
    void accept(byte[] key, byte[] value) throws IOException;
  }

  /**
   * Reads all partitions of a topic, each in offset order.
   *
   * @throws org.apache.kafka.common.KafkaException if Kafka does not respond
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
