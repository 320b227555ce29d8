package dev.tally.io.kafka;

import java.io.Serializable;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The settings of a write in two phases. */
record TwoPhaseSettings(TopicIO.Write write, int partitions, int maxRecordBytes)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Returns the configuration of the producer with this transactional id. */
  Map<String, Object> producerConfig(String id) {
    Map<String, Object> config = ProducerLimits.of(write.cluster(), maxRecordBytes);
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
    config.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 5);
    config.putIfAbsent(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 5);
    return config;
  }

  int transactionMillis() {
    return SinkSettings.transactionMillis(write.cluster(), write.delivery());
  }
}
