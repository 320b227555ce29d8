package dev.tally.pipelines.aggregation;

import dev.tally.pipelines.ports.JsonRevisionFn;
import dev.tally.pipelines.ports.ReadRegions;
import dev.tally.pipelines.ports.TopicWrites;
import dev.tally.pipelines.ports.WritePort;
import dev.tally.runners.manifest.KeepManifest;
import dev.tally.transforms.codec.AdEventJson;
import dev.tally.transforms.codec.AdMetricJson;
import dev.tally.transforms.codec.DecodeRecords;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.InvalidTrafficRules;
import dev.tally.transforms.model.RawRecord;
import java.util.Optional;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Connects the aggregation job to the Kafka clusters of its regions. */
public final class KafkaAggregationPorts implements AggregationPorts {
  private final AggregationOptions options;
  private final CheckedAggregationOptions checked;

  /** Creates ports for the topics that the options name. */
  public KafkaAggregationPorts(AggregationOptions options, CheckedAggregationOptions checked) {
    this.options = options;
    this.checked = checked;
  }

  @Override
  public PTransform<PBegin, PCollection<RawRecord>> adEvents() {
    return new ReadRegions(
        checked.regions(),
        options.getAdEventsTopic(),
        checked.watermarks(),
        options.getConsumerGroup());
  }

  @Override
  public DecodeRecords<AdEvent> adEventsFormat(InvalidTrafficRules rules) {
    return checked
        .adEventsMapping()
        .map(mapping -> DecodeRecords.adEvents().with(mapping))
        .orElseGet(() -> DecodeRecords.rawAdEvents(rules));
  }

  @Override
  public Optional<WritePort<AdEvent>> cleanAdEvents() {
    String topic = options.getCleanAdEventsTopic();
    return topic.isEmpty()
        ? Optional.empty()
        : Optional.of(
            writes()
                .to(topic, JsonRevisionFn.ofFact("event_id"), event -> cleanAdEvent(topic, event)));
  }

  @Override
  public WritePort<AdMetric> adMetrics() {
    String topic = options.getAdMetricsTopic();
    return writes().revised(topic, metric -> adMetric(topic, metric));
  }

  @Override
  public PTransform<PCollection<DeadLetter>, PDone> deadLetters() {
    return writes().deadLetters();
  }

  @Override
  public PTransform<PBegin, PDone> manifest() {
    return KeepManifest.of(checked.manifest());
  }

  private TopicWrites writes() {
    return new TopicWrites(checked.cluster(), options, checked.sinkGroup());
  }

  private static ProducerRecord<byte[], byte[]> cleanAdEvent(String topic, AdEvent event) {
    return TopicWrites.record(
        topic, event.getBrokerTime(), event.getUserId(), AdEventJson.encode(event));
  }

  private static ProducerRecord<byte[], byte[]> adMetric(String topic, AdMetric metric) {
    return TopicWrites.record(
        topic,
        metric.getBrokerTime(),
        metric.getRecordUuid().toString(),
        AdMetricJson.encode(metric));
  }
}
