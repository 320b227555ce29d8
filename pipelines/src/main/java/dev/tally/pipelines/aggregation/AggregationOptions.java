package dev.tally.pipelines.aggregation;

import dev.tally.pipelines.options.JobOptions;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** Options of the aggregation job; durations are written as {@code 90s}, {@code 5m}, {@code 6h}. */
public interface AggregationOptions extends JobOptions {
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
}
