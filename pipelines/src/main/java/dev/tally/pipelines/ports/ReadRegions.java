package dev.tally.pipelines.ports;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.kafka.TopicIO;
import dev.tally.io.kafka.WatermarkPolicy;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.RawRecordCoder;
import java.util.List;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;

/** Reads the topic of one name from the Kafka of every region; the slowest holds the watermark. */
public final class ReadRegions extends PTransform<PBegin, PCollection<RawRecord>> {
  private static final long serialVersionUID = 1L;
  private final List<KafkaCluster> regions;
  private final String topic;
  private final WatermarkPolicy watermarks;
  private final String group;

  /**
   * A read of a topic.
   *
   * @param group the consumer group that offsets are committed to, for monitoring
   */
  public ReadRegions(
      List<KafkaCluster> regions, String topic, WatermarkPolicy watermarks, String group) {
    this.regions = List.copyOf(regions);
    this.topic = topic;
    this.watermarks = watermarks;
    this.group = group;
  }

  @Override
  public PCollection<RawRecord> expand(PBegin input) {
    PCollectionList<RawRecord> all = PCollectionList.empty(input.getPipeline());
    for (int region = 0; region < regions.size(); region++) {
      all =
          all.and(
              input.apply(
                  "Region" + region,
                  TopicIO.read(regions.get(region), topic, watermarks)
                      .as(new RawRecordFn(), RawRecordCoder.of())
                      .committingTo(group)));
    }
    return all.apply("Regions", Flatten.pCollections());
  }
}
