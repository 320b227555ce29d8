package dev.tally.pipelines.ports;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.kafka.RevisionFn;
import dev.tally.io.kafka.TopicIO;
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
 * How a job writes to the topics of its region.
 *
 * @param sinkGroup names the job's exactly-once writers
 */
public record TopicWrites(KafkaCluster cluster, JobOptions options, String sinkGroup) {
  /** What a dead letter is about: the offsets of two regions have nothing to do with each other. */
  static final RevisionFn DEAD_LETTERS =
      JsonRevisionFn.ofFact("region", "topic", "partition", "offset");

  /** A write of records that state a fact in revisions: by the fields that all of them have. */
  public <T> PTransform<PCollection<T>, PDone> revised(
      String topic, SerializableFunction<T, ProducerRecord<byte[], byte[]>> record) {
    return to(topic, JsonRevisionFn.of("revision", "record_uuid"), record);
  }

  /** A write of records whose facts and revisions are told by a function. */
  public <T> PTransform<PCollection<T>, PDone> to(
      String topic,
      RevisionFn revisions,
      SerializableFunction<T, ProducerRecord<byte[], byte[]>> record) {
    return new ToTopic<>(
        TopicIO.write(cluster, topic, options.getKafkaSink(), JobChecks.writer(sinkGroup, topic))
            .onOlderSavepoint(options.getOnOlderSavepoint())
            .withRevisions(revisions),
        record);
  }

  /** A write of what can never be processed, to the topic that the options name. */
  public PTransform<PCollection<DeadLetter>, PDone> deadLetters() {
    String topic = options.getDeadLettersTopic();
    return to(
        topic,
        DEAD_LETTERS,
        letter ->
            record(
                topic,
                letter.getBrokerTime(),
                letter.getReason().name(),
                DeadLetterJson.encode(letter)));
  }

  /** A record of a topic that Tally writes: its timestamp is the broker time it comes from. */
  public static ProducerRecord<byte[], byte[]> record(
      String topic, Instant brokerTime, String key, byte[] value) {
    return new ProducerRecord<>(topic, null, brokerTime.getMillis(), key.getBytes(UTF_8), value);
  }
}
