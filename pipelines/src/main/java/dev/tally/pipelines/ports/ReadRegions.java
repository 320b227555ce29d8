package dev.tally.pipelines.ports;

import dev.tally.io.kafka.TopicIO;
import dev.tally.io.kafka.TopicInspector;
import dev.tally.io.kafka.WatermarkPolicy;
import dev.tally.pipelines.options.Region;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.RawRecordCoder;
import java.util.List;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;

/**
 * Reads a topic from the Kafka cluster of every region. The slowest region holds back the
 * watermark.
 *
 * <p>Each region is a step with the region's name, so a savepoint stores the progress per region
 * name: the order of the regions and the addresses of their clusters may change.
 *
 * <p>A region that does not respond when the job starts is read as soon as it responds, by as many
 * readers as the topic has partitions in the job's own region.
 */
public final class ReadRegions extends PTransform<PBegin, PCollection<RawRecord>> {
  private static final long serialVersionUID = 1L;
  private final List<Region> regions;
  private final String topic;
  private final WatermarkPolicy watermarks;
  private final String group;

  /**
   * Creates a read of a topic.
   *
   * @param group the consumer group to which offsets are committed, for monitoring only. In the
   *     Kafka of another region, the name of the job's own region is added, e.g. {@code
   *     tally-union-us}, because the job of that region uses the group itself.
   */
  public ReadRegions(List<Region> regions, String topic, WatermarkPolicy watermarks, String group) {
    this.regions = List.copyOf(regions);
    this.topic = topic;
    this.watermarks = watermarks;
    this.group = group;
  }

  @Override
  public PCollection<RawRecord> expand(PBegin input) {
    PCollectionList<RawRecord> all = PCollectionList.empty(input.getPipeline());
    for (Region region : regions) {
      all = all.and(input.apply(region.name(), read(region)));
    }
    return all.apply("Regions", Flatten.pCollections());
  }

  private TopicIO.Read<RawRecord> read(Region region) {
    Region own = regions.get(0);
    TopicIO.Read<RawRecord> read =
        TopicIO.read(region.kafka(), topic, watermarks)
            .as(new RawRecordFn(region.name()), RawRecordCoder.of())
            .withMonitoringGroup(region.equals(own) ? group : group + "-" + own.name());
    return region.responded()
        ? read
        : read.withPartitionCount(TopicInspector.of(own.kafka()).partitions(topic));
  }
}
