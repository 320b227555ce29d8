package dev.tally.pipelines.union;

import dev.tally.io.kafka.WatermarkPolicy;
import dev.tally.pipelines.ports.ReadRegions;
import dev.tally.pipelines.ports.TopicWrites;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.RevisedRecord;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The union-and-load job's ports on the Kafkas of its regions. */
public final class KafkaUnionPorts implements UnionPorts {
  private final UnionOptions options;
  private final UnionLaunch launch;

  /** Ports on the topics that the options name. */
  public KafkaUnionPorts(UnionOptions options, UnionLaunch launch) {
    this.options = options;
    this.launch = launch;
  }

  @Override
  public PTransform<PBegin, PCollection<RawRecord>> adMetrics() {
    return read(options.getAdMetricsTopic());
  }

  @Override
  public PTransform<PBegin, PCollection<RawRecord>> attributedOrders() {
    return read(options.getAttributedOrdersTopic());
  }

  @Override
  public PTransform<PCollection<RevisedRecord>, PDone> allAdMetrics() {
    return write(options.getAllAdMetricsTopic());
  }

  @Override
  public PTransform<PCollection<RevisedRecord>, PDone> allAttributedOrders() {
    return write(options.getAllAttributedOrdersTopic());
  }

  @Override
  public PTransform<PCollection<DeadLetter>, PDone> deadLetters() {
    return writes().deadLetters();
  }

  private PTransform<PBegin, PCollection<RawRecord>> read(String topic) {
    return new ReadRegions(
        launch.regions(), topic, WatermarkPolicy.heartbeats(), options.getConsumerGroup());
  }

  private PTransform<PCollection<RevisedRecord>, PDone> write(String topic) {
    return writes().revised(topic, record -> asItCame(topic, record));
  }

  private TopicWrites writes() {
    return new TopicWrites(launch.cluster(), options, launch.sinkGroup());
  }

  private static ProducerRecord<byte[], byte[]> asItCame(String topic, RevisedRecord record) {
    return TopicWrites.record(topic, record.brokerTime(), record.recordUuid(), record.payload());
  }
}
