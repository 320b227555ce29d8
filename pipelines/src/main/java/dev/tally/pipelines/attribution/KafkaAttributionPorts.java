package dev.tally.pipelines.attribution;

import dev.tally.io.EmitOnce;
import dev.tally.io.kafka.WatermarkPolicy;
import dev.tally.pipelines.ports.ReadRegions;
import dev.tally.pipelines.ports.TopicWrites;
import dev.tally.pipelines.ports.WritePort;
import dev.tally.runners.manifest.KeepManifest;
import dev.tally.transforms.codec.AttributedOrderJson;
import dev.tally.transforms.codec.DecodeRecords;
import dev.tally.transforms.enrich.OrderService;
import dev.tally.transforms.model.AttributedOrder;
import dev.tally.transforms.model.CampaignVersion;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.RawRecord;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Connects the attribution job to the Kafka clusters of its regions and to the order service. */
public final class KafkaAttributionPorts implements AttributionPorts {
  private final AttributionOptions options;
  private final CheckedAttributionOptions checked;

  /** Creates ports for the topics that the options name. */
  public KafkaAttributionPorts(AttributionOptions options, CheckedAttributionOptions checked) {
    this.options = options;
    this.checked = checked;
  }

  @Override
  public PTransform<PBegin, PCollection<RawRecord>> orders() {
    return read(options.getOrdersTopic(), checked.watermarks());
  }

  @Override
  public DecodeRecords<Order> ordersFormat() {
    return checked
        .ordersMapping()
        .map(mapping -> DecodeRecords.orders().with(mapping))
        .orElseGet(DecodeRecords::orders);
  }

  @Override
  public DecodeRecords<CampaignVersion> campaignsFormat() {
    return checked
        .campaignsMapping()
        .map(mapping -> DecodeRecords.campaigns().with(mapping))
        .orElseGet(DecodeRecords::campaigns);
  }

  @Override
  public PTransform<PBegin, PCollection<RawRecord>> cleanAdEvents() {
    return read(options.getCleanAdEventsTopic(), WatermarkPolicy.heartbeats());
  }

  @Override
  public PTransform<PBegin, PCollection<RawRecord>> campaigns() {
    return read(options.getCampaignsTopic(), checked.watermarks());
  }

  @Override
  public PTransform<PBegin, PCollection<byte[]>> start() {
    return EmitOnce.create();
  }

  @Override
  public OrderService orderService() {
    return checked.orderService();
  }

  @Override
  public WritePort<AttributedOrder> attributedOrders() {
    String topic = options.getAttributedOrdersTopic();
    return writes().revised(topic, order -> attributedOrder(topic, order));
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

  private PTransform<PBegin, PCollection<RawRecord>> read(String topic, WatermarkPolicy policy) {
    return new ReadRegions(checked.regions(), topic, policy, options.getConsumerGroup());
  }

  private static ProducerRecord<byte[], byte[]> attributedOrder(
      String topic, AttributedOrder attributed) {
    return TopicWrites.record(
        topic,
        attributed.order().getBrokerTime(),
        attributed.recordUuid().toString(),
        AttributedOrderJson.encode(attributed));
  }
}
