package dev.tally.chaos;

import dev.tally.io.kafka.Heartbeat;
import dev.tally.io.kafka.KafkaCluster;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends facts to the job until it is told to stop, at a steady rate, with heartbeats in between;
 * which facts is a function of the seed.
 */
final class FactSender implements AutoCloseable {
  private static final int FACTS = 200;
  private static final int HEARTBEAT_EVERY = 100;
  private static final long FIRST_TIME = 1_767_225_600_000L; // 2026-01-01
  private static final long MILLIS_APART = 20;

  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final int partitions;
  private final int perSecond;
  private final Random chance;
  private final Map<String, Long> sent = new TreeMap<>();
  private final Thread thread;
  private volatile boolean stopped;
  private volatile @Nullable Exception failure;

  private FactSender(KafkaCluster cluster, String topic, int partitions, int perSecond, long seed) {
    Map<String, Object> config = new HashMap<>(cluster.producerConfig());
    config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    config.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 200);
    this.producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    this.topic = topic;
    this.partitions = partitions;
    this.perSecond = perSecond;
    this.chance = new Random(seed);
    this.thread = new Thread(this::send, "chaos-sender");
  }

  static FactSender start(
      KafkaCluster cluster, String topic, int partitions, int perSecond, long seed) {
    FactSender sender = new FactSender(cluster, topic, partitions, perSecond, seed);
    sender.thread.setDaemon(true);
    sender.thread.start();
    return sender;
  }

  private void send() {
    long started = System.nanoTime();
    try {
      for (long i = 0; !stopped; i++) {
        String fact = Facts.uuid(chance.nextInt(FACTS));
        byte[] name = fact.getBytes(StandardCharsets.UTF_8);
        send(new ProducerRecord<>(topic, null, time(i), name, name));
        sent.merge(fact, 1L, Long::sum);
        if (i % HEARTBEAT_EVERY == 0) {
          heartbeats(time(i));
        }
        LockSupport.parkNanos(started + i * 1_000_000_000L / perSecond - System.nanoTime());
      }
      producer.flush();
    } catch (KafkaException e) {
      failure = e;
    }
  }

  private static long time(long index) {
    return FIRST_TIME + index * MILLIS_APART;
  }

  private void heartbeats(long watermark) {
    for (int partition = 0; partition < partitions; partition++) {
      send(Heartbeat.record(topic, partition, watermark, watermark));
    }
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    var unused =
        producer.send(
            record,
            (done, thrown) -> {
              if (thrown != null) {
                failure = thrown;
              }
            });
  }

  /**
   * Stops sending.
   *
   * @return the oracle: how often each fact was sent, by its record UUID
   * @throws IllegalStateException if Kafka has not taken it all
   */
  Map<String, Long> finish() throws InterruptedException {
    stopped = true;
    thread.join();
    Exception thrown = failure;
    if (thrown != null) {
      throw new IllegalStateException("Kafka did not take the input", thrown);
    }
    return sent;
  }

  @Override
  public void close() {
    stopped = true;
    producer.close();
  }
}
