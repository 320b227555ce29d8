package dev.tally.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.transforms.model.AdMetric;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends revisions of records to two regions until it is told to stop: each to the one, the other or
 * both.
 */
final class LoadSender implements AutoCloseable {
  private static final int FACTS = 200;
  private static final int PER_SECOND = 60;

  private final List<Producer<byte[], byte[]>> regions;
  private final String topic;
  private final Random chance;
  private final Map<String, Long> sent = new HashMap<>();
  private final Thread thread = new Thread(this::send, "chaos-load-sender");
  private volatile boolean stopped;
  private volatile @Nullable Exception failure;

  private LoadSender(List<KafkaCluster> regions, String topic, long seed) {
    this.regions = regions.stream().map(LoadSender::producer).toList();
    this.topic = topic;
    this.chance = new Random(seed);
  }

  static LoadSender start(List<KafkaCluster> regions, String topic, long seed) {
    LoadSender sender = new LoadSender(regions, topic, seed);
    sender.thread.setDaemon(true);
    sender.thread.start();
    return sender;
  }

  private static Producer<byte[], byte[]> producer(KafkaCluster cluster) {
    Map<String, Object> config = new HashMap<>(cluster.producerConfig());
    config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    config.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 200);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private void send() {
    long started = System.nanoTime();
    try {
      for (long i = 0; !stopped; i++) {
        int fact = chance.nextInt(FACTS);
        long revision =
            sent.getOrDefault(LoadRecords.record(fact, 1).getRecordUuid().toString(), 0L) + 1;
        AdMetric record = LoadRecords.record(fact, revision);
        sent.put(record.getRecordUuid().toString(), revision);
        int where = chance.nextInt(regions.size() + 1);
        for (int region = 0; region < regions.size(); region++) {
          if (where == region || where == regions.size()) {
            send(regions.get(region), record);
          }
        }
        LockSupport.parkNanos(started + i * 1_000_000_000L / PER_SECOND - System.nanoTime());
      }
      regions.forEach(Producer::flush);
    } catch (KafkaException e) {
      failure = e;
    }
  }

  private void send(Producer<byte[], byte[]> region, AdMetric record) {
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(
            topic,
            null,
            record.getBrokerTime().getMillis(),
            record.getRecordUuid().toString().getBytes(UTF_8),
            LoadRecords.encode(record));
    var unused =
        region.send(
            message,
            (done, thrown) -> {
              if (thrown != null) {
                failure = thrown;
              }
            });
  }

  /**
   * Stops sending.
   *
   * @return the oracle: the highest revision of each record UUID; all below it were sent too
   * @throws IllegalStateException if Kafka has not taken it all
   */
  Map<String, Long> finish() throws InterruptedException {
    stopped = true;
    thread.join();
    Exception thrown = failure;
    if (thrown != null) {
      throw new IllegalStateException("Kafka did not take the input", thrown);
    }
    return Map.copyOf(sent);
  }

  @Override
  public void close() {
    stopped = true;
    regions.forEach(Producer::close);
  }
}
