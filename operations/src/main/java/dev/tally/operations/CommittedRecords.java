package dev.tally.operations;

import dev.tally.io.kafka.KafkaCluster;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads all committed records of a topic, except heartbeats, up to the end offsets at the time of
 * the call.
 */
public final class CommittedRecords {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int MOST_EMPTY_POLLS = 150;

  private CommittedRecords() {}

  /** Receives the keys and values of records one by one. */
  public interface Action {
    void accept(byte[] key, byte[] value) throws IOException;
  }

  /** Receives records one by one. */
  public interface RecordAction {
    void accept(ConsumerRecord<byte[], byte[]> record) throws IOException;
  }

  /**
   * Reads all partitions of a topic, each in offset order.
   *
   * @throws org.apache.kafka.common.KafkaException if Kafka does not respond
   */
  public static void forEach(KafkaCluster cluster, String topic, Action action) throws IOException {
    forEachRecord(cluster, topic, record -> action.accept(record.key(), record.value()));
  }

  /**
   * Reads all partitions of a topic, each in offset order.
   *
   * @throws org.apache.kafka.common.KafkaException if Kafka does not respond
   */
  public static void forEachRecord(KafkaCluster cluster, String topic, RecordAction action)
      throws IOException {
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
      int empty = 0;
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        empty = records.isEmpty() ? empty + 1 : 0;
        if (empty > MOST_EMPTY_POLLS) {
          throw new IOException("Kafka returned no record of topic %s for 30 s.".formatted(topic));
        }
        for (ConsumerRecord<byte[], byte[]> record : records) {
          if (record.value() != null) {
            action.accept(record);
          }
        }
      }
    }
  }
}
