package dev.tally.pipelines.budget;

import dev.tally.pipelines.options.PlaceholderOptions;
import dev.tally.pipelines.options.Range;
import dev.tally.pipelines.options.RegionsOptions;
import dev.tally.transforms.codec.DefaultNames;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** Options of the budget job; durations have the form {@code 90s}, {@code 5m} or {@code 6h}. */
public interface BudgetOptions extends RegionsOptions, PlaceholderOptions {
  @Description("Topic from which ad metrics are read, in each region.")
  @Default.String(DefaultNames.AD_METRICS)
  String getAdMetricsTopic();

  void setAdMetricsTopic(String value);

  @Description("Topic from which all versions of all campaigns are read, in each region.")
  @Default.String(DefaultNames.CAMPAIGNS)
  String getCampaignsTopic();

  void setCampaignsTopic(String value);

  @Description("Topic to which the spend of campaigns is written.")
  @Default.String(DefaultNames.CAMPAIGN_SPEND)
  String getCampaignSpendTopic();

  void setCampaignSpendTopic(String value);

  @Description("Minimum time between two records of a campaign, in broker time.")
  @Default.String("10s")
  @Range(from = "1s", to = "1m")
  String getAnnounceEvery();

  void setAnnounceEvery(String value);

  @Description(
      "The longest time from a record's as_of to the clock of a reader for which its status is"
          + " safe: watermark lag, checkpoint intervals and reader lag. A longer time announces an"
          + " exhausted budget earlier.")
  @Default.String("2m")
  @Range(from = "0s", to = "1d")
  String getMaxLag();

  void setMaxLag(String value);
}
