package dev.tally.operations.plan;

import dev.tally.io.kafka.KafkaCluster;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the newest records of a topic, at most a given number per partition, to measure its
 * traffic. It commits no offsets and joins no consumer group.
 */
public final class SampleTopic {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long MAX_IDLE_NANOS = Duration.ofSeconds(30).toNanos();

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private final SampledEvents events = new SampledEvents();

  private SampleTopic(Consumer<byte[], byte[]> consumer, String topic) {
    this.consumer = consumer;
    this.topic = topic;
  }

  /**
   * Reads a sample, up to the end of each partition at the time of the call.
   *
   * @param perPartition number of offsets per partition, transaction markers included
   * @param progress is called with the number of records that were read so far
   * @throws IllegalArgumentException if the topic does not exist or has no records
   * @throws IOException if no broker answers, or Kafka returns no records for 30 seconds
   */
  public static TopicSample of(
      KafkaCluster cluster, String topic, int perPartition, LongConsumer progress)
      throws IOException {
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            cluster.consumerConfig(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      return of(consumer, topic, perPartition, progress);
    } catch (TimeoutException e) {
      throw new IOException(
          "No broker answered at %s: is it running, and are --bootstrapServers and --kafkaConfig right?"
              .formatted(cluster),
          e);
    }
  }

  static TopicSample of(
      Consumer<byte[], byte[]> consumer, String topic, int perPartition, LongConsumer progress)
      throws IOException {
    SampleTopic sampling = new SampleTopic(consumer, topic);
    long read = sampling.read(sampling.seek(perPartition), progress);
    if (read == 0) {
      throw new IllegalArgumentException(
          "--fromTopic=%s has no records in the sample: send events first, or state the traffic with --eventsPerSecond."
              .formatted(topic));
    }
    return sampling.events.sample();
  }

  /** Seeks to the start of the sample of each partition, and returns the ends. */
  private Map<TopicPartition, Long> seek(int perPartition) {
    List<TopicPartition> partitions = partitions();
    consumer.assign(partitions);
    Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
    ends.forEach(
        (partition, end) ->
            consumer.seek(
                partition, Math.max(starts.getOrDefault(partition, 0L), end - perPartition)));
    return ends;
  }

  private List<TopicPartition> partitions() {
    List<PartitionInfo> found = consumer.partitionsFor(topic);
    if (found == null || found.isEmpty()) {
      throw new IllegalArgumentException(
          "--fromTopic=%s does not exist: name an existing topic of raw events, or create it with ./tally topics."
              .formatted(topic));
    }
    return found.stream().map(p -> new TopicPartition(topic, p.partition())).toList();
  }

  private long read(Map<TopicPartition, Long> ends, LongConsumer progress) throws IOException {
    long read = 0;
    long lastRead = System.nanoTime();
    while (!isAtEnd(ends)) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        lastRead = System.nanoTime();
        if (add(record, ends)) {
          progress.accept(++read);
        }
      }
      if (System.nanoTime() - lastRead > MAX_IDLE_NANOS) {
        throw new IOException(
            "Kafka has returned no record of %s for 30 s, after %d records: check that all partitions have a leader (kafka-topics --describe)."
                .formatted(topic, read));
      }
    }
    return read;
  }

  private boolean isAtEnd(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream().allMatch(e -> consumer.position(e.getKey()) >= e.getValue());
  }

  /** Adds a record unless it is a heartbeat, or was written after the start of the sampling. */
  private boolean add(ConsumerRecord<byte[], byte[]> record, Map<TopicPartition, Long> ends) {
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    if (record.value() == null || record.offset() >= ends.getOrDefault(partition, 0L)) {
      return false;
    }
    int size = Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    events.add(record.partition(), record.timestamp(), size, record.value());
    return true;
  }
}
