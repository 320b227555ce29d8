package dev.tally.pipelines.budget;

import dev.tally.io.kafka.WatermarkPolicy;
import dev.tally.pipelines.ports.ReadRegions;
import dev.tally.pipelines.ports.TopicWrites;
import dev.tally.pipelines.ports.WritePort;
import dev.tally.runners.manifest.KeepManifest;
import dev.tally.transforms.codec.CampaignSpendJson;
import dev.tally.transforms.model.CampaignSpend;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.RawRecord;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Connects the budget job to the Kafka clusters of its regions. */
public final class KafkaBudgetPorts implements BudgetPorts {
  private final BudgetOptions options;
  private final CheckedBudgetOptions checked;

  /** Creates ports for the topics that the options name. */
  public KafkaBudgetPorts(BudgetOptions options, CheckedBudgetOptions checked) {
    this.options = options;
    this.checked = checked;
  }

  @Override
  public PTransform<PBegin, PCollection<RawRecord>> adMetrics() {
    return read(options.getAdMetricsTopic(), WatermarkPolicy.heartbeats());
  }

  @Override
  public PTransform<PBegin, PCollection<RawRecord>> campaigns() {
    return read(options.getCampaignsTopic(), checked.watermarks());
  }

  @Override
  public WritePort<CampaignSpend> campaignSpend() {
    String topic = options.getCampaignSpendTopic();
    return writes().revised(topic, spend -> campaignSpend(topic, spend));
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

  private static ProducerRecord<byte[], byte[]> campaignSpend(String topic, CampaignSpend spend) {
    return TopicWrites.record(
        topic, spend.countedTo(), spend.recordUuid().toString(), CampaignSpendJson.encode(spend));
  }
}
