package dev.tally.pipelines.reach;

import dev.tally.io.kafka.WatermarkPolicy;
import dev.tally.pipelines.ports.ReadRegions;
import dev.tally.pipelines.ports.TopicWrites;
import dev.tally.pipelines.ports.WritePort;
import dev.tally.runners.manifest.KeepManifest;
import dev.tally.transforms.codec.CampaignReachJson;
import dev.tally.transforms.model.CampaignReach;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.RawRecord;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Connects the reach job to the Kafka clusters of its regions. */
public final class KafkaReachPorts implements ReachPorts {
  private final ReachOptions options;
  private final CheckedReachOptions checked;

  /** Creates ports for the topics that the options name. */
  public KafkaReachPorts(ReachOptions options, CheckedReachOptions checked) {
    this.options = options;
    this.checked = checked;
  }

  @Override
  public PTransform<PBegin, PCollection<RawRecord>> cleanAdEvents() {
    return new ReadRegions(
        checked.regions(),
        options.getCleanAdEventsTopic(),
        WatermarkPolicy.heartbeats(),
        options.getConsumerGroup());
  }

  @Override
  public WritePort<CampaignReach> campaignReach() {
    String topic = options.getCampaignReachTopic();
    return writes().revised(topic, reach -> campaignReach(topic, reach));
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

  private static ProducerRecord<byte[], byte[]> campaignReach(String topic, CampaignReach reach) {
    return TopicWrites.record(
        topic, reach.brokerTime(), reach.recordUuid().toString(), CampaignReachJson.encode(reach));
  }
}
