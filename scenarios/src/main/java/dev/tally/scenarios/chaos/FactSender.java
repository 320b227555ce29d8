package dev.tally.scenarios.chaos;

import dev.tally.io.kafka.Heartbeat;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.operations.CommittedRecords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Sends facts and heartbeats to the job at a constant rate. The seed determines the sequence of
 * facts.
 */
final class FactSender extends SteadySender {
  private static final int FACTS = 200;
  private static final int HEARTBEAT_EVERY = 100;
  private static final long FIRST_TIME = 1_767_225_600_000L; // 2026-01-01
  private static final long MILLIS_APART = 20;

  private final KafkaCluster cluster;
  private final String topic;
  private final int partitions;
  private final Random chance;
  private final Map<String, Long> sent = new TreeMap<>();

  private FactSender(KafkaCluster cluster, String topic, int partitions, int perSecond, long seed) {
    super(List.of(cluster), perSecond);
    this.cluster = cluster;
    this.topic = topic;
    this.partitions = partitions;
    this.chance = new Random(seed);
  }

  static FactSender start(
      KafkaCluster cluster, String topic, int partitions, int perSecond, long seed) {
    FactSender sender = new FactSender(cluster, topic, partitions, perSecond, seed);
    sender.start();
    return sender;
  }

  @Override
  void step(long index) {
    String fact = Facts.uuid(chance.nextInt(FACTS));
    byte[] name = fact.getBytes(StandardCharsets.UTF_8);
    send(0, new ProducerRecord<>(topic, null, time(index), name, name));
    sent.merge(fact, 1L, Long::sum);
    if (index % HEARTBEAT_EVERY == 0) {
      heartbeats(time(index));
    }
  }

  private static long time(long index) {
    return FIRST_TIME + index * MILLIS_APART;
  }

  private void heartbeats(long watermark) {
    for (int partition = 0; partition < partitions; partition++) {
      send(0, Heartbeat.record(topic, partition, watermark, watermark));
    }
  }

  /**
   * Stops sending and waits until Kafka has acknowledged all records.
   *
   * @return the expected counts: how often each fact is in the topic, by record UUID; the producer
   *     may have sent a batch twice if the broker was killed
   * @throws IOException if Kafka did not accept a record
   */
  Map<String, Long> finish() throws IOException, InterruptedException {
    stop();
    Map<String, Long> committed = committed();
    sent.forEach(
        (fact, times) -> {
          if (committed.getOrDefault(fact, 0L) < times) {
            throw new IllegalStateException("Kafka lost input that it had acknowledged: " + fact);
          }
        });
    return committed;
  }

  /** Returns the number of records that the producer sent twice. */
  long resent() throws IOException {
    return sum(committed()) - sum(sent);
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private Map<String, Long> committed() throws IOException {
    Map<String, Long> committed = new TreeMap<>();
    CommittedRecords.forEach(
        cluster,
        topic,
        (key, value) -> committed.merge(new String(value, StandardCharsets.UTF_8), 1L, Long::sum));
    return committed;
  }
}
