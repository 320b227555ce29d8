package dev.tally.operations;

import dev.tally.io.kafka.Heartbeat;
import dev.tally.io.kafka.KafkaCluster;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends records to one topic and keeps the first failure. */
final class RecordSender implements Closeable {
  private static final int MAX_REQUEST_BYTES = 13 << 20;
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final KafkaCluster cluster;
  private final String topic;
  private final Producer<byte[], byte[]> producer;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  RecordSender(KafkaCluster cluster, String topic) {
    this.cluster = cluster;
    this.topic = topic;
    Map<String, Object> config = new HashMap<>(cluster.producerConfig());
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    this.producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  String topic() {
    return topic;
  }

  /**
   * Sends a value.
   *
   * @param brokerTime epoch ms; null if the broker sets it
   * @param acknowledged called when Kafka has acknowledged the record
   */
  void send(@Nullable Long brokerTime, byte[] value, Runnable acknowledged) {
    send(new ProducerRecord<>(topic, null, brokerTime, null, value), acknowledged);
  }

  /** Sends a heartbeat to every partition and waits until all are acknowledged. */
  void heartbeats(long watermark, org.joda.time.Duration expectedDelay) throws IOException {
    int partitions = producer.partitionsFor(topic).size();
    for (int partition = 0; partition < partitions; partition++) {
      send(
          Heartbeat.record(topic, partition, watermark + expectedDelay.getMillis(), watermark),
          () -> {});
    }
    flush();
  }

  private void send(ProducerRecord<byte[], byte[]> record, Runnable acknowledged) {
    var unused =
        producer.send(
            record,
            (sent, thrown) -> {
              if (thrown == null) {
                acknowledged.run();
              } else {
                failure.compareAndSet(null, thrown);
              }
            });
  }

  /** Waits until all records sent are acknowledged. */
  void flush() throws IOException {
    producer.flush();
    check();
  }

  /**
   * Throws the first failure, if there was one.
   *
   * @throws IOException if Kafka did not accept a record
   */
  void check() throws IOException {
    Exception thrown = failure.get();
    if (thrown != null) {
      throw new IOException(
          "Kafka at %s did not accept a record for %s: %s"
              .formatted(cluster, topic, thrown.getMessage()),
          thrown);
    }
  }

  @Override
  public void close() {
    producer.close(CLOSE_TIMEOUT);
  }
}
