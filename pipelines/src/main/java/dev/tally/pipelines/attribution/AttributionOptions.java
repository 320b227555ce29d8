package dev.tally.pipelines.attribution;

import dev.tally.pipelines.options.PlaceholderOptions;
import dev.tally.pipelines.options.RegionsOptions;
import dev.tally.transforms.attribute.Strategy;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.jspecify.annotations.Nullable;

/** Options of the attribution job; durations are written as {@code 90s}, {@code 5m}, {@code 7d}. */
public interface AttributionOptions extends RegionsOptions, PlaceholderOptions {
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
      "For how long after an order refunds of an amount are accepted, at least --maxEventAge; the"
          + " job remembers orders for that long. Cancellations and refunds of whole orders are"
          + " accepted for 90 days.")
  @Default.String("7d")
  String getMaxRefundAge();

  void setMaxRefundAge(String value);

  @Description(
      "How many touches an order considers, the latest ones, 1 to 2500; how many are left out is"
          + " in touches_left_out of the record.")
  @Default.Integer(1_000)
  int getMaxTouches();

  void setMaxTouches(int value);

  @Description(
      "For how long after a click an order may be credited to it, where its campaign does not say;"
          + " no campaign may say longer. At most 90d.")
  @Default.String("7d")
  String getClickWindow();

  void setClickWindow(String value);

  @Description("The same for impressions.")
  @Default.String("1d")
  String getViewWindow();

  void setViewWindow(String value);

  @Description(
      "Base URL of the service that tells details of orders, e.g. http://orders.internal:8080"
          + " (docs/order-service.md). Left out, nobody is asked, and details_status stays PENDING.")
  @Nullable String getOrderService();

  void setOrderService(@Nullable String value);

  @Description("How long a call of the order service may take.")
  @Default.String("2s")
  String getOrderServiceTimeout();

  void setOrderServiceTimeout(String value);

  @Description("How many calls of the order service each subtask may have under way at once.")
  @Default.Integer(4)
  int getOrderServiceCalls();

  void setOrderServiceCalls(int value);
}
