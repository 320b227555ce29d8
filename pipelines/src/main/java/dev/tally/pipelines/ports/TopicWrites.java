package dev.tally.pipelines.ports;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.kafka.RevisionFn;
import dev.tally.io.kafka.TopicIO;
import dev.tally.io.kafka.Topics;
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
 * How a job writes to the topics of its region. Kafka is asked for the limit of each topic.
 *
 * @param sinkGroup names the job's exactly-once writers
 */
public record TopicWrites(KafkaCluster cluster, JobOptions options, String sinkGroup) {
  /** A dead letter is identified by the location of the rejected record, which is its key. */
  static final RevisionFn DEAD_LETTERS = new KeyRevisionFn();

  /** A write of records that state a fact in revisions: by the fields that all of them have. */
  public <T> WritePort<T> revised(
      String topic, SerializableFunction<T, ProducerRecord<byte[], byte[]>> record) {
    return to(topic, JsonRevisionFn.of("revision", "record_uuid"), record);
  }

  /** A write of records whose facts and revisions a function returns. */
  public <T> WritePort<T> to(
      String topic,
      RevisionFn revisions,
      SerializableFunction<T, ProducerRecord<byte[], byte[]>> record) {
    int maxBytes = Topics.of(cluster).maxRecordBytes(topic);
    return new ToTopic<>(write(topic, revisions), cluster.name(), maxBytes, record);
  }

  /** A write of records that can never be processed, to the topic that the options name. */
  public PTransform<PCollection<DeadLetter>, PDone> deadLetters() {
    String topic = options.getDeadLettersTopic();
    int maxBytes = Topics.of(cluster).maxRecordBytes(topic);
    return new ToDeadLetters(write(topic, DEAD_LETTERS), topic, maxBytes);
  }

  private TopicIO.Write write(String topic, RevisionFn revisions) {
    return TopicIO.write(cluster, topic, options.getKafkaSink(), JobChecks.writer(sinkGroup, topic))
        .onOlderSavepoint(options.getOnOlderSavepoint())
        .withRevisions(revisions);
  }

  /** A dead letter as a record of at most so many bytes. */
  static ProducerRecord<byte[], byte[]> deadLetter(
      String topic, int maxRecordBytes, DeadLetter letter) {
    return record(
        topic,
        letter.getBrokerTime(),
        DeadLetterJson.key(letter),
        DeadLetterJson.encode(letter, maxRecordBytes));
  }

  /** A record of a topic that Tally writes: its timestamp is the broker time it comes from. */
  public static ProducerRecord<byte[], byte[]> record(
      String topic, Instant brokerTime, String key, byte[] value) {
    return new ProducerRecord<>(topic, null, brokerTime.getMillis(), key.getBytes(UTF_8), value);
  }
}
