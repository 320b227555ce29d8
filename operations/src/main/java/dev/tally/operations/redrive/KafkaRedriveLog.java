package dev.tally.operations.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tally.operations.TransactionFailures;
import dev.tally.transforms.codec.RecordLimits;
import dev.tally.transforms.model.RawRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends payloads and marks in Kafka transactions.
 *
 * <p>All redrives with one topic of marks share a transactional id. Opening the log ends the open
 * transaction of an earlier redrive, which was killed or still runs, and fences it, so that it can
 * no longer commit. Therefore no mark is missing from those that are read afterwards.
 */
final class KafkaRedriveLog implements RedriveLog {
  private static final int TRANSACTION_TIMEOUT_MILLIS = 60_000;

  private final RedriveSettings settings;
  private final RedriveListener listener;
  private final RedrivenTopic marks;
  private final Producer<byte[], byte[]> producer;
  private long committed;

  private KafkaRedriveLog(
      RedriveSettings settings,
      RedriveListener listener,
      RedrivenTopic marks,
      Producer<byte[], byte[]> producer) {
    this.settings = settings;
    this.listener = listener;
    this.marks = marks;
    this.producer = producer;
  }

  static KafkaRedriveLog open(RedriveSettings settings, RedriveListener listener)
      throws IOException {
    RedrivenTopic marks = new RedrivenTopic(settings.cluster(), settings.topics().redriven());
    marks.create();
    Producer<byte[], byte[]> producer = producer(settings);
    try {
      producer.initTransactions();
    } catch (KafkaException e) {
      producer.close();
      throw e;
    }
    return new KafkaRedriveLog(settings, listener, marks, producer);
  }

  private static Producer<byte[], byte[]> producer(RedriveSettings settings) {
    Map<String, Object> config = settings.cluster().producerConfig();
    config.put(
        ProducerConfig.TRANSACTIONAL_ID_CONFIG, "tally-redrive-" + settings.topics().redriven());
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MILLIS);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 * RecordLimits.RAW_TOPIC_BYTES);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public RedrivenLetters redriven() throws IOException {
    return marks.read();
  }

  @Override
  public void commit(List<Resent> batch) throws IOException {
    try {
      producer.beginTransaction();
      List<RecordMetadata> sent = send(batch.stream().map(this::payload).toList());
      send(
          IntStream.range(0, batch.size()).mapToObj(i -> mark(batch.get(i), sent.get(i))).toList());
      listener.committing(committed);
      producer.commitTransaction();
      committed += batch.size();
    } catch (KafkaException e) {
      throw TransactionFailures.isFenced(e) ? fenced(e) : e;
    }
  }

  private KafkaException fenced(KafkaException e) {
    return new KafkaException(
        "Another ./tally redrive was started; this one has ended after %,d letters, and the other one sends the rest."
            .formatted(committed),
        e);
  }

  /** Sends records and waits until all brokers have them; they are not committed yet. */
  private List<RecordMetadata> send(List<ProducerRecord<byte[], byte[]>> records)
      throws IOException {
    List<Future<RecordMetadata>> futures = records.stream().map(producer::send).toList();
    producer.flush();
    List<RecordMetadata> sent = new ArrayList<>();
    for (Future<RecordMetadata> future : futures) {
      sent.add(result(future));
    }
    return sent;
  }

  /** Sends to the partition of the rejected record, so that no other record overtakes it there. */
  private ProducerRecord<byte[], byte[]> payload(Resent resent) {
    RawRecord rejected = resent.letter().record();
    String topic = rejected.getTopic();
    boolean exists = rejected.getPartition() < producer.partitionsFor(topic).size();
    return new ProducerRecord<>(
        topic, exists ? rejected.getPartition() : null, null, resent.payload().getPayload());
  }

  private ProducerRecord<byte[], byte[]> mark(Resent resent, RecordMetadata sent) {
    RedriveMark mark =
        resent.mark(StoredLetter.position(sent.topic(), sent.partition(), sent.offset()));
    return new ProducerRecord<>(
        settings.topics().redriven(), mark.letter().getBytes(UTF_8), mark.encode());
  }

  private static RecordMetadata result(Future<RecordMetadata> future) throws IOException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof KafkaException failure) {
        throw failure;
      }
      throw new IOException("A payload could not be sent: %s".formatted(e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while sending payloads", e);
    }
  }

  /** Closes the producer, which aborts a transaction that was not committed. */
  @Override
  public void close() {
    producer.close();
  }
}
