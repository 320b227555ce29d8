package dev.tally.operations.restate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tally.io.kafka.ForeignRecord;
import dev.tally.operations.TransactionFailures;
import dev.tally.transforms.codec.AdMetricJson;
import dev.tally.transforms.model.AdMetric;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes all records of a restatement in one Kafka transaction.
 *
 * <p>All restatements of a topic share a transactional id. Opening the transaction ends the open
 * transaction of an earlier restatement, which was killed or still runs, and fences it, so that it
 * can no longer commit. The rows that are read afterwards therefore cannot change before the
 * commit.
 */
final class MetricsTransaction implements RestateLog {
  private static final int TIMEOUT_MILLIS = 300_000;
  private static final Duration ABORT_TIMEOUT = Duration.ofSeconds(10);

  private final RestateSettings settings;
  private final RestateListener listener;
  private final Producer<byte[], byte[]> producer;
  private final Thread hook;

  private MetricsTransaction(
      RestateSettings settings, RestateListener listener, Producer<byte[], byte[]> producer) {
    this.settings = settings;
    this.listener = listener;
    this.producer = producer;
    // Otherwise readers of the topic would wait until the open transaction times out.
    this.hook = new Thread(() -> producer.close(ABORT_TIMEOUT), "tally-abort-restatement");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  static MetricsTransaction open(RestateSettings settings, RestateListener listener) {
    Map<String, Object> config = settings.cluster().producerConfig();
    config.put(
        ProducerConfig.TRANSACTIONAL_ID_CONFIG, "tally-restate-" + settings.topics().adMetrics());
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TIMEOUT_MILLIS);
    Producer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    try {
      producer.initTransactions();
    } catch (KafkaException e) {
      producer.close();
      throw e;
    }
    return new MetricsTransaction(settings, listener, producer);
  }

  @Override
  public void commit(List<AdMetric> records) {
    if (records.isEmpty()) {
      return;
    }
    try {
      producer.beginTransaction();
      send(records);
      listener.committing(records.size());
      producer.commitTransaction();
    } catch (KafkaException e) {
      throw TransactionFailures.isFenced(e) ? fenced(e) : e;
    }
  }

  /** Sends the records and waits until all brokers have them; they are not committed yet. */
  private void send(List<AdMetric> records) {
    AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    for (AdMetric record : records) {
      Future<RecordMetadata> unused =
          producer.send(encoded(record), (sent, error) -> failure.compareAndSet(null, error));
    }
    producer.flush();
    Exception failed = failure.get();
    if (failed != null) {
      throw failed instanceof KafkaException e ? e : new KafkaException(failed);
    }
  }

  private ProducerRecord<byte[], byte[]> encoded(AdMetric record) {
    return ForeignRecord.mark(
        new ProducerRecord<>(
            settings.topics().adMetrics(),
            null,
            record.getBrokerTime().getMillis(),
            record.getRecordUuid().toString().getBytes(UTF_8),
            AdMetricJson.encode(record)));
  }

  private static KafkaException fenced(KafkaException e) {
    return new KafkaException(
        "Another ./tally restate was started, or the transaction lasted longer than %d s; this one has written nothing. Run it again when the other one has ended, or restate a shorter range."
            .formatted(TIMEOUT_MILLIS / 1_000),
        e);
  }

  /** Closes the producer, which aborts a transaction that was not committed. */
  @Override
  public void close() {
    producer.close();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shutsDown) {
      // The hook is already running and also closes the producer.
    }
  }
}
