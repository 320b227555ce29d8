package dev.tally.io.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Derives the size settings of a producer from the largest record that its topic accepts. */
final class ProducerLimits {
  private static final int LEAST_REQUEST_BYTES = 1 << 20;
  private static final int BATCH_BYTES = 256 << 10;

  /** Enough for several requests in flight to one partition. */
  private static final long LEAST_BUFFER_BYTES = 8 << 20;

  private ProducerLimits() {}

  /**
   * Returns the configuration of a producer of one topic. The buffer holds at least one record of
   * maximum size and two batches. Its default is small, 8 MiB, because a job has one producer per
   * partition.
   */
  static Map<String, Object> of(KafkaCluster cluster, int maxRecordBytes) {
    Map<String, Object> config = new HashMap<>(cluster.producerConfig());
    int batch = Math.min(BATCH_BYTES, maxRecordBytes);
    config.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, batch);
    config.put(
        ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Math.max(LEAST_REQUEST_BYTES, maxRecordBytes));
    long least = (long) maxRecordBytes + 2L * BATCH_BYTES;
    Object given = config.get(ProducerConfig.BUFFER_MEMORY_CONFIG);
    long wanted = given == null ? LEAST_BUFFER_BYTES : Long.parseLong(given.toString().trim());
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Math.max(wanted, least));
    return config;
  }
}
