package dev.tally.operations.redrive;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.kafka.TopicInspector;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads committed dead letters one by one, up to the end of the topic at the time of the call. */
final class LetterReader {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int MOST_EMPTY_POLLS = 150;

  private LetterReader() {}

  /** Receives the letters. */
  interface Action {
    /** Returns false to read no further letter. */
    boolean accept(StoredLetter letter) throws IOException;

    /** Receives the position of a record that is not a dead letter, and why it is not. */
    void unreadable(String position, String why);
  }

  /** Reads the partitions of a topic, each in offset order. */
  static void forEach(KafkaCluster cluster, String topic, Action action) throws IOException {
    List<TopicPartition> partitions = partitions(cluster, topic);
    try (Consumer<byte[], byte[]> consumer = consumer(cluster)) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      int empty = 0;
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        empty = records.isEmpty() ? empty + 1 : 0;
        requireProgress(empty, topic);
        if (!acceptAll(records, action)) {
          return;
        }
      }
    }
  }

  private static List<TopicPartition> partitions(KafkaCluster cluster, String topic) {
    return IntStream.range(0, TopicInspector.of(cluster).partitions(topic))
        .mapToObj(partition -> new TopicPartition(topic, partition))
        .toList();
  }

  static Consumer<byte[], byte[]> consumer(KafkaCluster cluster) {
    return new KafkaConsumer<>(
        cluster.consumerConfig(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static boolean acceptAll(ConsumerRecords<byte[], byte[]> records, Action action)
      throws IOException {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      if (record.value() != null && !accept(record, action)) {
        return false;
      }
    }
    return true;
  }

  private static boolean accept(ConsumerRecord<byte[], byte[]> record, Action action)
      throws IOException {
    Optional<StoredLetter> letter = letter(record, action);
    return letter.isEmpty() || action.accept(letter.get());
  }

  private static Optional<StoredLetter> letter(
      ConsumerRecord<byte[], byte[]> record, Action action) {
    try {
      return Optional.of(LetterJson.read(record.value()));
    } catch (IOException e) {
      action.unreadable(
          StoredLetter.position(record.topic(), record.partition(), record.offset()),
          String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static void requireProgress(int emptyPolls, String topic) throws IOException {
    if (emptyPolls > MOST_EMPTY_POLLS) {
      throw new IOException("Kafka returned no record of topic %s for 30 s.".formatted(topic));
    }
  }
}
