package dev.tally.it.stack;

import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Creates a topic and writes metrics to it, keyed by record UUID, with a transactional producer.
 */
final class TopicWriter implements AutoCloseable {
  static final int PARTITIONS = 2;

  private final String topic;
  private final KafkaProducer<String, String> producer;

  TopicWriter(String bootstrap, String topic) throws Exception {
    this.topic = topic;
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      admin
          .createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1)))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
    Map<String, Object> settings =
        Map.of("bootstrap.servers", bootstrap, "transactional.id", UUID.randomUUID().toString());
    producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    producer.initTransactions();
  }

  static void delete(String bootstrap, String topic) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      admin.deleteTopics(List.of(topic)).all().get(30, TimeUnit.SECONDS);
      await()
          .atMost(30, TimeUnit.SECONDS)
          .until(() -> !admin.listTopics().names().get().contains(topic));
    }
  }

  record Metric(String recordUuid, long revision, long clicks) {
    String json() {
      return "{\"record_uuid\":\"%s\",\"revision\":%d,\"clicks\":%d,\"minute\":60000}"
          .formatted(recordUuid, revision, clicks);
    }
  }

  void commit(List<Metric> metrics) {
    producer.beginTransaction();
    send(metrics);
    producer.commitTransaction();
  }

  /** Writes one record of any shape. */
  void commit(String key, String json) {
    producer.beginTransaction();
    var unused = producer.send(new ProducerRecord<>(topic, key, json));
    producer.commitTransaction();
  }

  /** Writes records in a transaction and aborts it. */
  void abort(List<Metric> metrics) {
    producer.beginTransaction();
    send(metrics);
    producer.flush();
    producer.abortTransaction();
  }

  /** Writes a record with a null value to every partition. */
  void heartbeat() {
    producer.beginTransaction();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      var unused = producer.send(new ProducerRecord<>(topic, partition, null, null));
    }
    producer.commitTransaction();
  }

  private void send(List<Metric> metrics) {
    for (Metric metric : metrics) {
      var unused = producer.send(new ProducerRecord<>(topic, metric.recordUuid(), metric.json()));
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
