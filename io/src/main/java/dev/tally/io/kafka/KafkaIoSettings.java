package dev.tally.io.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Defines the client settings for writes with {@code KafkaIO}. {@code KafkaIO.withEOS} commits one
 * transaction per record; with the clients' default backoff each transaction would last about 50
 * ms, so the backoff is reduced to 1 ms.
 */
final class KafkaIoSettings {
  private KafkaIoSettings() {}

  static Map<String, Object> producerConfig(KafkaCluster cluster, int maxRecordBytes) {
    Map<String, Object> config = ProducerLimits.of(cluster, maxRecordBytes);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    config.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 1);
    config.put(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, 1);
    return config;
  }

  /** Creates the consumer with which the sink reads back its markers. */
  static final class MarkerConsumerFn
      implements SerializableFunction<Map<String, Object>, Consumer<?, ?>> {
    private static final long serialVersionUID = 1L;
    private final KafkaCluster cluster;

    MarkerConsumerFn(KafkaCluster cluster) {
      this.cluster = cluster;
    }

    @Override
    public Consumer<?, ?> apply(Map<String, Object> given) {
      Map<String, Object> config = new HashMap<>(cluster.consumerConfig());
      config.putAll(given);
      config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
      return new KafkaConsumer<byte[], byte[]>(config);
    }
  }
}
