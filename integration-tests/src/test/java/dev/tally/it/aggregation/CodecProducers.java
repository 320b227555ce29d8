package dev.tally.it.aggregation;

import dev.tally.io.kafka.KafkaCluster;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends records with producers of all of Kafka's compression codecs in turn. */
final class CodecProducers implements AutoCloseable {
  private static final List<String> CODECS = List.of("lz4", "zstd", "snappy", "gzip", "none");

  private final List<Producer<byte[], byte[]>> producers;
  private int sent;

  CodecProducers(KafkaCluster cluster) {
    producers = CODECS.stream().map(codec -> producer(cluster, codec)).toList();
  }

  Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
    return producers.get(sent++ % producers.size()).send(record);
  }

  private static Producer<byte[], byte[]> producer(KafkaCluster cluster, String codec) {
    Map<String, Object> config = new HashMap<>(cluster.producerConfig());
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, codec);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public void close() {
    producers.forEach(Producer::close);
  }
}
