package dev.tally.pipelines.aggregation;

import dev.tally.io.kafka.RevisionFn;
import dev.tally.io.kafka.TopicIO;
import dev.tally.pipelines.options.JobChecks;
import dev.tally.pipelines.ports.JsonRevisionFn;
import dev.tally.pipelines.ports.RawRecordFn;
import dev.tally.pipelines.ports.ToTopic;
import dev.tally.transforms.codec.AdEventJson;
import dev.tally.transforms.codec.AdMetricJson;
import dev.tally.transforms.codec.DeadLetterJson;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.RawRecordCoder;
import java.nio.charset.StandardCharsets;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The aggregation job's ports on one region's Kafka. */
public final class KafkaAggregationPorts implements AggregationPorts {
  private final AggregationOptions options;
  private final AggregationLaunch launch;

  /** Ports on the topics that the options name. */
  public KafkaAggregationPorts(AggregationOptions options, AggregationLaunch launch) {
    this.options = options;
    this.launch = launch;
  }

  @Override
  public PTransform<PBegin, PCollection<RawRecord>> adEvents() {
    return TopicIO.read(launch.cluster(), options.getAdEventsTopic(), launch.watermarks())
        .as(new RawRecordFn(), RawRecordCoder.of())
        .committingTo(options.getConsumerGroup());
  }

  @Override
  public PTransform<PCollection<AdEvent>, PDone> cleanAdEvents() {
    String topic = options.getCleanAdEventsTopic();
    return topic.isEmpty()
        ? new Nowhere<>()
        : new ToTopic<>(
            write(topic, JsonRevisionFn.ofFact("event_id")), event -> cleanAdEvent(topic, event));
  }

  @Override
  public PTransform<PCollection<AdMetric>, PDone> adMetrics() {
    String topic = options.getAdMetricsTopic();
    RevisionFn revisions = JsonRevisionFn.of("revision", "record_uuid");
    return new ToTopic<>(write(topic, revisions), metric -> adMetric(topic, metric));
  }

  @Override
  public PTransform<PCollection<DeadLetter>, PDone> deadLetters() {
    String topic = options.getDeadLettersTopic();
    RevisionFn revisions = JsonRevisionFn.ofFact("topic", "partition", "offset");
    return new ToTopic<>(write(topic, revisions), letter -> deadLetter(topic, letter));
  }

  private TopicIO.Write write(String topic, RevisionFn revisions) {
    return TopicIO.write(
            launch.cluster(),
            topic,
            options.getKafkaSink(),
            JobChecks.writer(launch.sinkGroup(), topic))
        .onOlderSavepoint(options.getOnOlderSavepoint())
        .withRevisions(revisions);
  }

  private static ProducerRecord<byte[], byte[]> cleanAdEvent(String topic, AdEvent event) {
    return new ProducerRecord<>(
        topic,
        null,
        event.getBrokerTime().getMillis(),
        utf8(event.getUserId()),
        AdEventJson.encode(event));
  }

  private static ProducerRecord<byte[], byte[]> adMetric(String topic, AdMetric metric) {
    return new ProducerRecord<>(
        topic,
        null,
        metric.getBrokerTime().getMillis(),
        utf8(metric.getRecordUuid().toString()),
        AdMetricJson.encode(metric));
  }

  private static ProducerRecord<byte[], byte[]> deadLetter(String topic, DeadLetter letter) {
    return new ProducerRecord<>(
        topic,
        null,
        letter.getBrokerTime().getMillis(),
        utf8(letter.getReason().name()),
        DeadLetterJson.encode(letter));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
