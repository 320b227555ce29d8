package dev.tally.it.kafkaiosink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.it.Servers;
import dev.tally.operations.TallyTopics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The topic of one test, to which the KafkaIO sink writes, and the consumer group that holds the
 * sink's markers.
 */
final class SinkTopic {
  private final KafkaCluster cluster;
  private final String name;

  private SinkTopic(KafkaCluster cluster, String name) {
    this.cluster = cluster;
    this.name = name;
  }

  static SinkTopic create(int partitions) throws IOException {
    return create(Servers.kafka().kafkaBootstrap(), partitions);
  }

  static SinkTopic create(String bootstrap, int partitions) throws IOException {
    KafkaCluster cluster = KafkaCluster.at(bootstrap);
    String name = "kafka-io-" + UUID.randomUUID();
    TallyTopics.create(cluster, List.of(TallyTopics.raw(name, partitions, true)));
    return new SinkTopic(cluster, name);
  }

  KafkaCluster cluster() {
    return cluster;
  }

  String name() {
    return name;
  }

  /** Returns the name of the sink group. */
  String group() {
    return name + "-group";
  }

  /** Returns the values of all committed records, partition by partition. */
  List<String> values() {
    return records().stream().map(r -> new String(r.value(), UTF_8)).toList();
  }

  /**
   * Waits until the topic contains exactly these values, in this order.
   *
   * @param claim the section of docs/kafka-io-sink.md that states this
   */
  void awaitValues(String claim, String... values) {
    await()
        .atMost(KafkaIoJob.DEADLINE)
        .untilAsserted(
            () -> assertThat(values()).as(KafkaIoJob.mended(claim)).containsExactly(values));
  }

  /** Returns all committed records, partition by partition, in log order. */
  List<ConsumerRecord<byte[], byte[]>> records() {
    try (Consumer<byte[], byte[]> consumer = consumer()) {
      List<TopicPartition> partitions = partitions(consumer);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer.poll(Duration.ofMillis(50)).forEach(records::add);
      }
      records.sort(
          (a, b) ->
              a.partition() == b.partition()
                  ? Long.compare(a.offset(), b.offset())
                  : Integer.compare(a.partition(), b.partition()));
      return records;
    }
  }

  /** Returns the sum of the end offsets: the number of records and transaction markers. */
  long offsets() {
    try (Consumer<byte[], byte[]> consumer = consumer()) {
      return consumer.endOffsets(partitions(consumer)).values().stream()
          .mapToLong(Long::longValue)
          .sum();
    }
  }

  /**
   * Returns the marker that the sink stored in the group for the first shard; null if there is
   * none.
   */
  String marker() throws IOException {
    try (Admin admin = cluster.admin()) {
      var offset =
          admin
              .listConsumerGroupOffsets(group())
              .partitionsToOffsetAndMetadata()
              .get()
              .get(new TopicPartition(name, 0));
      return offset == null ? null : offset.metadata();
    } catch (ExecutionException e) {
      throw new IOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer) {
    return consumer.partitionsFor(name).stream()
        .map(p -> new TopicPartition(name, p.partition()))
        .toList();
  }

  private Consumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        cluster.consumerConfig(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
