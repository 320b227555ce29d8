package dev.tally.pipelines.attribution;

import dev.tally.pipelines.options.PlaceholderOptions;
import dev.tally.pipelines.options.Range;
import dev.tally.pipelines.options.RegionsOptions;
import dev.tally.transforms.attribute.Strategy;
import dev.tally.transforms.codec.DefaultNames;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.jspecify.annotations.Nullable;

/**
 * Options of the attribution job; durations have the form {@code 90s}, {@code 5m} or {@code 7d}.
 */
public interface AttributionOptions extends RegionsOptions, PlaceholderOptions {
  @Description("Topic from which orders, refunds and cancellations are read.")
  @Default.String(DefaultNames.ORDERS)
  String getOrdersTopic();

  void setOrdersTopic(String value);

  @Description(
      "File of the mapping that decodes the orders of another system (docs/event-formats.md). Default:"
          + " Tally's own JSON. ./tally format check shows what a mapping makes of samples.")
  @Nullable String getOrdersFormat();

  void setOrdersFormat(@Nullable String value);

  @Description("Topic of accepted ad events, which the aggregation job writes.")
  @Default.String(DefaultNames.CLEAN_AD_EVENTS)
  String getCleanAdEventsTopic();

  void setCleanAdEventsTopic(String value);

  @Description("Topic from which all versions of all campaigns are read.")
  @Default.String(DefaultNames.CAMPAIGNS)
  String getCampaignsTopic();

  void setCampaignsTopic(String value);

  @Description(
      "File of the mapping that decodes the campaigns of another system (docs/event-formats.md). Default:"
          + " Tally's own JSON. ./tally format check shows what a mapping makes of samples.")
  @Nullable String getCampaignsFormat();

  void setCampaignsFormat(@Nullable String value);

  @Description("Topic to which orders are written with the touches that they are credited to.")
  @Default.String(DefaultNames.ATTRIBUTED_ORDERS)
  String getAttributedOrdersTopic();

  void setAttributedOrdersTopic(String value);

  @Description(
      "Attribution model that shares the credit of an order among its touches: LAST_TOUCH,"
          + " FIRST_TOUCH, LINEAR, POSITION_BASED or TIME_DECAY.")
  @Default.Enum("LAST_TOUCH")
  Strategy getStrategy();

  void setStrategy(Strategy value);

  @Description(
      "Partial refunds of an order are accepted for this long after the order's time; a value below"
          + " --maxEventAge has the effect of --maxEventAge. The job remembers orders for this time."
          + " Cancellations and refunds of whole orders are accepted for 90 days.")
  @Default.String("7d")
  @Range(from = "0s", to = "90d")
  String getMaxRefundAge();

  void setMaxRefundAge(String value);

  @Description(
      "Maximum number of touches considered for an order; the latest ones are used. The"
          + " record's field touches_left_out counts the others.")
  @Default.Integer(1_000)
  @Range(from = "1", to = "2500")
  int getMaxTouches();

  void setMaxTouches(int value);

  @Description(
      "How long after a click an order may be credited to it, if the campaign sets no window; a"
          + " campaign cannot set a longer one.")
  @Default.String("7d")
  @Range(from = "0s", to = "90d")
  String getClickWindow();

  void setClickWindow(String value);

  @Description("The same as --clickWindow, for impressions.")
  @Default.String("1d")
  @Range(from = "0s", to = "90d")
  String getViewWindow();

  void setViewWindow(String value);

  @Description(
      "Base URL of the service that returns details of orders, e.g. http://orders.internal:8080"
          + " (docs/order-service.md). Without it, no details are looked up, and details_status stays"
          + " PENDING.")
  @Nullable String getOrderService();

  void setOrderService(@Nullable String value);

  @Description("Timeout of one call to the order service.")
  @Default.String("2s")
  @Range(from = "1ms")
  String getOrderServiceTimeout();

  void setOrderServiceTimeout(String value);

  @Description("Maximum number of concurrent calls to the order service per subtask.")
  @Default.Integer(4)
  @Range(from = "1", to = "1000")
  int getOrderServiceCalls();

  void setOrderServiceCalls(int value);
}
