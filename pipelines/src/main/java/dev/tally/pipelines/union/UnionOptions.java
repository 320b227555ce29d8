package dev.tally.pipelines.union;

import dev.tally.pipelines.options.RegionsOptions;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** Options of the union-and-load job. */
public interface UnionOptions extends RegionsOptions {
  @Description("Topic of ad metrics, in each region.")
  @Default.String("ad-metrics")
  String getAdMetricsTopic();

  void setAdMetricsTopic(String value);

  @Description("Topic of attributed orders, in each region.")
  @Default.String("attributed-orders")
  String getAttributedOrdersTopic();

  void setAttributedOrdersTopic(String value);

  @Description("Topic of the ad metrics of all regions.")
  @Default.String("all-ad-metrics")
  String getAllAdMetricsTopic();

  void setAllAdMetricsTopic(String value);

  @Description("Topic of the attributed orders of all regions.")
  @Default.String("all-attributed-orders")
  String getAllAttributedOrdersTopic();

  void setAllAttributedOrdersTopic(String value);
}
