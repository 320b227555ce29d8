package dev.tally.operations.erase;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.operations.CompactedTopic;
import dev.tally.operations.TransactionFailures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The compacted topic of erasure requests, and the Kafka transactions of the command.
 *
 * <p>All erasures with one topic share a transactional id. Opening the log ends the open
 * transaction of an earlier command, which was killed or still runs, and fences it, so that it can
 * no longer commit.
 */
final class ErasureLog implements AutoCloseable {
  private static final int TRANSACTION_TIMEOUT_MILLIS = 60_000;

  private final String topic;
  private final Producer<byte[], byte[]> producer;

  private ErasureLog(String topic, Producer<byte[], byte[]> producer) {
    this.topic = topic;
    this.producer = producer;
  }

  static ErasureLog open(KafkaCluster cluster, String topic) throws IOException {
    topic(cluster, topic).create();
    Map<String, Object> config = cluster.producerConfig();
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "tally-erase-" + topic);
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MILLIS);
    Producer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    try {
      producer.initTransactions();
    } catch (KafkaException e) {
      producer.close();
      throw e;
    }
    return new ErasureLog(topic, producer);
  }

  /** Returns the newest request of each user; none if the topic does not exist. */
  static Map<UserFingerprint, ErasureRequest> read(KafkaCluster cluster, String topic)
      throws IOException {
    Map<UserFingerprint, ErasureRequest> requests = new HashMap<>();
    topic(cluster, topic)
        .forEach(
            (key, value) -> {
              UserFingerprint user = new UserFingerprint(new String(key, UTF_8));
              requests.put(user, ErasureRequest.decode(user, value));
            });
    return requests;
  }

  private static CompactedTopic topic(KafkaCluster cluster, String name) {
    return new CompactedTopic(cluster, name, "which users were erased");
  }

  void store(List<ErasureRequest> requests) throws IOException {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (ErasureRequest request : requests) {
      records.add(
          new ProducerRecord<>(topic, request.user().hex().getBytes(UTF_8), request.encode()));
    }
    commit(records, () -> {});
  }

  /**
   * Writes records in one transaction.
   *
   * @param sent called when the brokers have all records and before they are committed
   */
  void commit(List<ProducerRecord<byte[], byte[]>> records, Runnable sent) throws IOException {
    if (records.isEmpty()) {
      return;
    }
    try {
      producer.beginTransaction();
      List<Future<RecordMetadata>> sending = records.stream().map(producer::send).toList();
      producer.flush();
      for (Future<RecordMetadata> each : sending) {
        await(each);
      }
      sent.run();
      producer.commitTransaction();
    } catch (KafkaException e) {
      throw TransactionFailures.isFenced(e)
          ? new KafkaException(
              "Another ./tally erase was started; this one has ended. What it has erased remains erased: run it again when the other one has ended.",
              e)
          : e;
    }
  }

  private static void await(Future<RecordMetadata> sending) throws IOException {
    try {
      sending.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof KafkaException failure) {
        throw failure;
      }
      throw new IOException("A record could not be sent: %s".formatted(e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while sending records", e);
    }
  }

  /** Closes the producer, which aborts a transaction that was not committed. */
  @Override
  public void close() {
    producer.close();
  }
}
