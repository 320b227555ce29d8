package dev.tally.pipelines.aggregation;

import dev.tally.pipelines.options.InvalidTrafficOptions;
import dev.tally.pipelines.options.PlaceholderOptions;
import dev.tally.pipelines.options.Range;
import dev.tally.pipelines.options.RegionsOptions;
import dev.tally.transforms.codec.DefaultNames;
import dev.tally.transforms.dedup.DedupScope;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.jspecify.annotations.Nullable;

/**
 * Options of the aggregation job; durations have the form {@code 90s}, {@code 5m} or {@code 6h}.
 */
public interface AggregationOptions
    extends RegionsOptions, PlaceholderOptions, InvalidTrafficOptions {
  @Description("Topic from which raw ad events are read.")
  @Default.String(DefaultNames.AD_EVENTS)
  String getAdEventsTopic();

  void setAdEventsTopic(String value);

  @Description(
      "File of the mapping that decodes the events of another system (docs/event-formats.md). Default:"
          + " Tally's own JSON. ./tally format check shows what a mapping makes of samples.")
  @Nullable String getAdEventsFormat();

  void setAdEventsFormat(@Nullable String value);

  @Description("Topic to which the counts by ad and minute are written.")
  @Default.String(DefaultNames.AD_METRICS)
  String getAdMetricsTopic();

  void setAdMetricsTopic(String value);

  @Description("Topic to which accepted events are written; if empty, none are written.")
  @Default.String(DefaultNames.CLEAN_AD_EVENTS)
  String getCleanAdEventsTopic();

  void setCleanAdEventsTopic(String value);

  @Description("Interval at which the counts of an open minute are written.")
  @Default.String("10s")
  @Range(from = "1ms", to = "1d")
  String getEarlyPane();

  void setEarlyPane(String value);

  @Description(
      "A click is also counted as a repeat if another click of the same user and ad is at most this"
          + " much earlier; 0s turns this off. If the option is set or changed at a restore, it"
          + " applies to the clicks that are read from then on.")
  @Default.String("0s")
  @Range(from = "0s", to = "1h")
  String getDoubleClickWindow();

  void setDoubleClickWindow(String value);

  @Description(
      "REGION: an event is counted once in each region that receives it. GLOBAL: an event is counted"
          + " once in total, even if a client sends it to another region after a failure; the job of"
          + " each region then reads the raw topics of all regions (--otherRegions) and counts the"
          + " events under region *. The scope cannot change once --adMetricsTopic has counts.")
  @Default.Enum("REGION")
  DedupScope getDedupScope();

  void setDedupScope(DedupScope value);
}
