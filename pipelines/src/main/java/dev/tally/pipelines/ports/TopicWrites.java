package dev.tally.pipelines.ports;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.kafka.RevisionFn;
import dev.tally.io.kafka.TopicIO;
import dev.tally.io.kafka.TopicInspector;
import dev.tally.pipelines.options.JobChecks;
import dev.tally.pipelines.options.JobOptions;
import dev.tally.transforms.codec.DeadLetterJson;
import dev.tally.transforms.model.DeadLetter;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.joda.time.Instant;

/**
 * Creates the writes of a job to the topics of its region. The size limit of each topic is read
 * from Kafka.
 *
 * @param sinkGroup the name of the job's exactly-once writers
 */
public record TopicWrites(KafkaCluster cluster, JobOptions options, String sinkGroup) {
  /**
   * Identifies a dead letter by its key, which is the location of the rejected record or, if it has
   * none, ends with a fingerprint of its payload.
   */
  static final RevisionFn DEAD_LETTERS = new KeyRevisionFn();

  /** Returns a write of records that have the fields {@code record_uuid} and {@code revision}. */
  public <T> WritePort<T> revised(
      String topic, SerializableFunction<T, ProducerRecord<byte[], byte[]>> record) {
    return to(topic, JsonRevisionFn.of("revision", "record_uuid"), record);
  }

  /** Returns a write of records whose facts and revisions are read by a function. */
  public <T> WritePort<T> to(
      String topic,
      RevisionFn revisions,
      SerializableFunction<T, ProducerRecord<byte[], byte[]>> record) {
    int maxBytes = TopicInspector.of(cluster).maxRecordBytes(topic);
    return new ToTopic<>(write(topic, revisions), cluster.name(), maxBytes, record);
  }

  /** Returns the write of dead letters to the topic that the options name. */
  public PTransform<PCollection<DeadLetter>, PDone> deadLetters() {
    String topic = options.getDeadLettersTopic();
    int maxBytes = TopicInspector.of(cluster).maxRecordBytes(topic);
    return new ToDeadLetters(write(topic, DEAD_LETTERS), topic, maxBytes);
  }

  private TopicIO.Write write(String topic, RevisionFn revisions) {
    return TopicIO.write(cluster, topic, options.getKafkaSink(), JobChecks.writer(sinkGroup, topic))
        .onOlderSavepoint(options.getOnOlderSavepoint())
        .withRevisions(revisions);
  }

  /** Encodes a dead letter as a record of at most {@code maxRecordBytes} bytes. */
  static ProducerRecord<byte[], byte[]> deadLetter(
      String topic, int maxRecordBytes, DeadLetter letter) {
    return record(
        topic,
        letter.getBrokerTime(),
        DeadLetterJson.key(letter),
        DeadLetterJson.encode(letter, maxRecordBytes));
  }

  /**
   * Creates a record for one of Tally's topics. Its timestamp is the broker time of the record from
   * which it was derived.
   */
  public static ProducerRecord<byte[], byte[]> record(
      String topic, Instant brokerTime, String key, byte[] value) {
    return new ProducerRecord<>(topic, null, brokerTime.getMillis(), key.getBytes(UTF_8), value);
  }
}
