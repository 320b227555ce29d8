package dev.tally.pipelines.attribution;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tally.io.kafka.RevisionFn;
import dev.tally.io.kafka.TopicIO;
import dev.tally.io.kafka.WatermarkPolicy;
import dev.tally.pipelines.options.JobChecks;
import dev.tally.pipelines.ports.JsonRevisionFn;
import dev.tally.pipelines.ports.ReadRegions;
import dev.tally.pipelines.ports.ToTopic;
import dev.tally.transforms.codec.AttributedOrderJson;
import dev.tally.transforms.codec.DeadLetterJson;
import dev.tally.transforms.enrich.OrderService;
import dev.tally.transforms.model.AttributedOrder;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.RawRecord;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The attribution job's ports: the Kafkas of its regions, and the order service. */
public final class KafkaAttributionPorts implements AttributionPorts {
  private final AttributionOptions options;
  private final AttributionLaunch launch;

  /** Ports on the topics that the options name. */
  public KafkaAttributionPorts(AttributionOptions options, AttributionLaunch launch) {
    this.options = options;
    this.launch = launch;
  }

  @Override
  public PTransform<PBegin, PCollection<RawRecord>> orders() {
    return read(options.getOrdersTopic(), launch.watermarks());
  }

  @Override
  public PTransform<PBegin, PCollection<RawRecord>> cleanAdEvents() {
    return read(options.getCleanAdEventsTopic(), WatermarkPolicy.heartbeats());
  }

  @Override
  public PTransform<PBegin, PCollection<RawRecord>> campaigns() {
    return read(options.getCampaignsTopic(), launch.watermarks());
  }

  @Override
  public OrderService orderService() {
    return launch.orderService();
  }

  @Override
  public PTransform<PCollection<AttributedOrder>, PDone> attributedOrders() {
    String topic = options.getAttributedOrdersTopic();
    RevisionFn revisions = JsonRevisionFn.of("revision", "record_uuid");
    return new ToTopic<>(write(topic, revisions), order -> attributedOrder(topic, order));
  }

  @Override
  public PTransform<PCollection<DeadLetter>, PDone> deadLetters() {
    String topic = options.getDeadLettersTopic();
    RevisionFn revisions = JsonRevisionFn.ofFact("topic", "partition", "offset");
    return new ToTopic<>(write(topic, revisions), letter -> deadLetter(topic, letter));
  }

  private PTransform<PBegin, PCollection<RawRecord>> read(String topic, WatermarkPolicy policy) {
    return new ReadRegions(launch.regions(), topic, policy, options.getConsumerGroup());
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

  private static ProducerRecord<byte[], byte[]> attributedOrder(
      String topic, AttributedOrder attributed) {
    return new ProducerRecord<>(
        topic,
        null,
        attributed.order().getBrokerTime().getMillis(),
        attributed.recordUuid().toString().getBytes(UTF_8),
        AttributedOrderJson.encode(attributed));
  }

  private static ProducerRecord<byte[], byte[]> deadLetter(String topic, DeadLetter letter) {
    return new ProducerRecord<>(
        topic,
        null,
        letter.getBrokerTime().getMillis(),
        letter.getReason().name().getBytes(UTF_8),
        DeadLetterJson.encode(letter));
  }
}
