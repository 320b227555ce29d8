package dev.tally.server.stack;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Checks that a consumer of committed records receives a record that was sent in a transaction. The
 * topic that it uses is then deleted.
 */
final class KafkaHealthCheck {
  private static final int ANSWER_MILLIS = 5_000;

  private KafkaHealthCheck() {}

  /** Returns true if the broker describes its cluster. */
  static boolean answers(String bootstrap) {
    try (Admin admin = admin(bootstrap, ANSWER_MILLIS)) {
      admin.describeCluster().clusterId().get(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      return false;
    }
  }

  static void check(String bootstrap, Duration atMost) throws UnhealthyException {
    int millis = Math.toIntExact(atMost.toMillis());
    String topic = "tally-health-" + UUID.randomUUID();
    try (Admin admin = admin(bootstrap, millis)) {
      admin
          .createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
          .all()
          .get(millis, TimeUnit.MILLISECONDS);
      try {
        produce(bootstrap, topic, millis);
        consume(bootstrap, topic, atMost);
      } finally {
        admin.deleteTopics(List.of(topic)).all().get(millis, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnhealthyException("interrupted", e);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw new UnhealthyException("no record could be written to and read from " + bootstrap, e);
    }
  }

  static Admin admin(String bootstrap, int millis) {
    return Admin.create(
        Map.of(
            "bootstrap.servers", bootstrap,
            "request.timeout.ms", millis,
            "default.api.timeout.ms", millis,
            "reconnect.backoff.max.ms", 200));
  }

  private static void produce(String bootstrap, String topic, int millis) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", bootstrap,
            "transactional.id", topic,
            "max.block.ms", millis,
            "retry.backoff.ms", 20);
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      var unused =
          producer.send(new ProducerRecord<>(topic, topic.getBytes(StandardCharsets.UTF_8)));
      producer.commitTransaction();
    }
  }

  private static void consume(String bootstrap, String topic, Duration atMost)
      throws UnhealthyException {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed");
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partition = List.of(new TopicPartition(topic, 0));
      consumer.assign(partition);
      consumer.seekToBeginning(partition);
      if (consumer.poll(atMost).isEmpty()) {
        throw new UnhealthyException(
            "a committed record could not be read from " + bootstrap, null);
      }
    }
  }
}
