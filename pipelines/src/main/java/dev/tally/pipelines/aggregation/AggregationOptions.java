package dev.tally.pipelines.aggregation;

import dev.tally.pipelines.options.PlaceholderOptions;
import dev.tally.pipelines.options.RegionsOptions;
import dev.tally.transforms.dedup.DedupScope;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** Options of the aggregation job; durations are written as {@code 90s}, {@code 5m}, {@code 6h}. */
public interface AggregationOptions extends RegionsOptions, PlaceholderOptions {
  @Description("Topic of raw ad events.")
  @Default.String("ad-events")
  String getAdEventsTopic();

  void setAdEventsTopic(String value);

  @Description("Topic of counts by ad and minute.")
  @Default.String("ad-metrics")
  String getAdMetricsTopic();

  void setAdMetricsTopic(String value);

  @Description("Topic of accepted events; none are written if empty.")
  @Default.String("clean-ad-events")
  String getCleanAdEventsTopic();

  void setCleanAdEventsTopic(String value);

  @Description("How often the counts of an open minute are written.")
  @Default.String("10s")
  String getEarlyPane();

  void setEarlyPane(String value);

  @Description(
      "A click is counted as a repeat, too, if another one of its user and ad is at most this long"
          + " before it; 0s looks for none. Set in a start from a savepoint, or changed in one, it"
          + " applies among the clicks read from then on.")
  @Default.String("0s")
  String getDoubleClickWindow();

  void setDoubleClickWindow(String value);

  @Description(
      "REGION: an event is counted once in each region that it reaches. GLOBAL: once in all, also"
          + " when a client sends it to another region after a failure; the job then reads the raw"
          + " topics of all regions (--otherRegions), in every region, and counts them as region *."
          + " It cannot be changed for an --adMetricsTopic that has counts.")
  @Default.Enum("REGION")
  DedupScope getDedupScope();

  void setDedupScope(DedupScope value);
}
