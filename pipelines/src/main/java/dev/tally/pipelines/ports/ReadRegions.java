package dev.tally.pipelines.ports;

import dev.tally.io.kafka.TopicIO;
import dev.tally.io.kafka.Topics;
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
 * Reads the topic of one name from the Kafka of every region; the slowest holds the watermark.
 *
 * <p>Each region is a step with its name, so a savepoint keeps the progress per region: the order
 * in which regions are named may change, and a Kafka may move.
 *
 * <p>A region that does not answer when the job starts is read once it does; it gets as many
 * readers as the topic of the first region has partitions.
 */
public final class ReadRegions extends PTransform<PBegin, PCollection<RawRecord>> {
  private static final long serialVersionUID = 1L;
  private final List<Region> regions;
  private final String topic;
  private final WatermarkPolicy watermarks;
  private final String group;

  /**
   * A read of a topic.
   *
   * @param group the consumer group that offsets are committed to, for monitoring; in the Kafka of
   *     another region with the name of the job's own region added, e.g. {@code tally-union-us}, as
   *     the job of that region uses the group too
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
            .committingTo(region.equals(own) ? group : group + "-" + own.name());
    return region.answers() ? read : read.taking(Topics.of(own.kafka()).partitions(topic));
  }
}
