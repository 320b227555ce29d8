package dev.tally.pipelines.reach;

import dev.tally.pipelines.options.PlaceholderOptions;
import dev.tally.pipelines.options.Range;
import dev.tally.pipelines.options.RegionsOptions;
import dev.tally.transforms.codec.DefaultNames;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** Options of the reach job; durations have the form {@code 90s}, {@code 5m} or {@code 6h}. */
public interface ReachOptions extends RegionsOptions, PlaceholderOptions {
  @Description("Topic from which accepted ad events are read, in each region.")
  @Default.String(DefaultNames.CLEAN_AD_EVENTS)
  String getCleanAdEventsTopic();

  void setCleanAdEventsTopic(String value);

  @Description("Topic to which the distinct users of campaigns are written.")
  @Default.String(DefaultNames.CAMPAIGN_REACH)
  String getCampaignReachTopic();

  void setCampaignReachTopic(String value);

  @Description(
      "Minimum time between two records of a campaign, day and event type. Stores keep all of them,"
          + " and a record of more than 65,536 users has 0.7 MB in Kafka and 0.5 MB in a store.")
  @Default.String("15m")
  @Range(from = "1s", to = "1d")
  String getEmitEvery();

  void setEmitEvery(String value);
}
