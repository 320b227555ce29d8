package dev.tally.bench;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.operations.TallyTopics;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The output topic of one run, created at its start and deleted at its end. */
record OutputTopic(KafkaCluster kafka, String name) implements AutoCloseable {
  static final int PARTITIONS = 4;
  private static final int FETCH_BYTES = 16 << 20;

  static OutputTopic create(KafkaCluster kafka, String name) throws IOException {
    TallyTopics.create(kafka, List.of(TallyTopics.raw(name, PARTITIONS, true)));
    return new OutputTopic(kafka, name);
  }

  List<TopicPartition> partitions() {
    return IntStream.range(0, PARTITIONS).mapToObj(p -> new TopicPartition(name, p)).toList();
  }

  /** Returns a read-committed consumer that is positioned at the start of every partition. */
  Consumer<byte[], byte[]> reader() {
    Map<String, Object> config = new HashMap<>(kafka.consumerConfig());
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.assign(partitions());
    partitions().forEach(partition -> consumer.seek(partition, 0));
    return consumer;
  }

  @Override
  public void close() throws IOException {
    try (Admin admin = kafka.admin()) {
      admin.deleteTopics(Set.of(name)).all().get();
    } catch (ExecutionException e) {
      throw new IOException("Topic %s could not be deleted".formatted(name), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    }
  }
}
