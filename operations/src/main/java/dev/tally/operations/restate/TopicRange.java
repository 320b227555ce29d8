package dev.tally.operations.restate;

import dev.tally.io.kafka.KafkaCluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.joda.time.Instant;

/**
 * The records of a topic from a time to the current end of the committed log, by partition.
 *
 * @param starts the offset of the first record that can have this time or a later one
 * @param ends the offset after the last committed record
 */
record TopicRange(Map<TopicPartition, Long> starts, Map<TopicPartition, Long> ends) {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /**
   * Finds the records.
   *
   * @param needed what the records are needed for, for the message of the exception
   * @throws IllegalArgumentException if records from that time on may have been deleted
   */
  static TopicRange from(
      Instant time, Consumer<byte[], byte[]> consumer, String topic, String needed) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic, TIMEOUT).stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList();
    Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions, TIMEOUT);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, TIMEOUT);
    Map<TopicPartition, OffsetAndTimestamp> found =
        consumer.offsetsForTimes(
            partitions.stream().collect(Collectors.toMap(p -> p, p -> time.getMillis())), TIMEOUT);
    Map<TopicPartition, Long> starts = new HashMap<>();
    Map<Integer, Long> cut = new TreeMap<>();
    for (TopicPartition partition : partitions) {
      long begin = first.getOrDefault(partition, 0L);
      long end = ends.getOrDefault(partition, 0L);
      OffsetAndTimestamp at = found.get(partition);
      long start = Math.max(begin, at == null ? end : Math.min(at.offset(), end));
      if (begin > 0 && start == begin) {
        cut.put(partition.partition(), begin);
      }
      starts.put(partition, start);
    }
    requireComplete(cut, topic, time, needed);
    return new TopicRange(starts, ends);
  }

  private static void requireComplete(
      Map<Integer, Long> cut, String topic, Instant time, String needed) {
    if (!cut.isEmpty()) {
      throw new IllegalArgumentException(
          "%s needs all records of topic %s from %s on, but older records than those that remain were deleted (first offset by partition: %s). Restate a later range."
              .formatted(needed, topic, time, cut));
    }
  }

  static Consumer<byte[], byte[]> consumer(KafkaCluster cluster) {
    return new KafkaConsumer<>(
        cluster.consumerConfig(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Assigns the partitions to a consumer, each at its first record. */
  void assignTo(Consumer<byte[], byte[]> consumer) {
    consumer.assign(partitions());
    starts.forEach(consumer::seek);
  }

  Set<TopicPartition> partitions() {
    return starts.keySet();
  }

  long end(TopicPartition partition) {
    return ends.getOrDefault(partition, 0L);
  }

  /** Returns the number of offsets up to the first record that is not before a time. */
  long sizeUntil(Instant time, Consumer<byte[], byte[]> consumer) {
    Map<TopicPartition, OffsetAndTimestamp> found =
        consumer.offsetsForTimes(
            partitions().stream().collect(Collectors.toMap(p -> p, p -> time.getMillis())),
            TIMEOUT);
    long size = 0;
    for (TopicPartition partition : partitions()) {
      OffsetAndTimestamp at = found.get(partition);
      long end = at == null ? end(partition) : Math.min(at.offset(), end(partition));
      size += Math.max(0, end - starts.getOrDefault(partition, 0L));
    }
    return size;
  }
}
