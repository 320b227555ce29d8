package dev.tally.pipelines.attribution;

import dev.tally.pipelines.options.RegionsOptions;
import dev.tally.transforms.attribute.Strategy;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** Options of the attribution job; durations are written as {@code 90s}, {@code 5m}, {@code 7d}. */
public interface AttributionOptions extends RegionsOptions {
  @Description("Topic of orders and their cancellations.")
  @Default.String("orders")
  String getOrdersTopic();

  void setOrdersTopic(String value);

  @Description("Topic of accepted ad events, written by the aggregation job.")
  @Default.String("clean-ad-events")
  String getCleanAdEventsTopic();

  void setCleanAdEventsTopic(String value);

  @Description("Topic of all versions of all campaigns.")
  @Default.String("campaigns")
  String getCampaignsTopic();

  void setCampaignsTopic(String value);

  @Description("Topic of orders with the touches they are credited to.")
  @Default.String("attributed-orders")
  String getAttributedOrdersTopic();

  void setAttributedOrdersTopic(String value);

  @Description(
      "How the credit of an order is shared: LAST_TOUCH, FIRST_TOUCH, LINEAR, POSITION_BASED or"
          + " TIME_DECAY.")
  @Default.Enum("LAST_TOUCH")
  Strategy getStrategy();

  void setStrategy(Strategy value);

  @Description(
      "For how long after a click an order may be credited to it, where its campaign does not say;"
          + " no campaign may say longer.")
  @Default.String("7d")
  String getClickWindow();

  void setClickWindow(String value);

  @Description("The same for impressions.")
  @Default.String("1d")
  String getViewWindow();

  void setViewWindow(String value);
}
