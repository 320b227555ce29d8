package dev.tally.pipelines.union;

import dev.tally.pipelines.options.RegionsOptions;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.jspecify.annotations.Nullable;

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

  @Description(
      "Hive's metastore, e.g. thrift://hive-1:9083; without it Hive is not loaded. All regions may"
          + " load the same tables.")
  @Nullable String getHiveMetastore();

  void setHiveMetastore(@Nullable String value);

  @Description("Hive's table of ad metrics: TABLE or DATABASE.TABLE; created if it is not there.")
  @Default.String("ad_metrics")
  String getHiveAdMetricsTable();

  void setHiveAdMetricsTable(String value);

  @Description("Hive's table of attributed orders.")
  @Default.String("attributed_orders")
  String getHiveAttributedOrdersTable();

  void setHiveAttributedOrdersTable(String value);

  @Description("How long a record may wait for others to be written to Hive in one file with it.")
  @Default.String("1m")
  String getHiveDelay();

  void setHiveDelay(String value);

  @Description(
      "Number of buckets per partition of Hive's tables, 1 to 10000. A table keeps the number that it"
          + " was created with, and another one is refused (default: the table's; 8 for a new one).")
  @Nullable Integer getHiveBuckets();

  void setHiveBuckets(@Nullable Integer value);

  @Description(
      "How long data that compactions replaced is kept in Hive; longer than any query and any pause"
          + " of a job.")
  @Default.String("1d")
  String getHiveRetention();

  void setHiveRetention(String value);

  @Description(
      "Pinot's controller in this region, e.g. http://pinot-1:9000: tables over the topics that"
          + " this job writes are created or checked when it starts. Without it Pinot is not asked.")
  @Nullable String getPinotController();

  void setPinotController(@Nullable String value);

  @Description(
      "A properties file with the Kafka client settings of Pinot's consumers, which Pinot stores"
          + " where anyone can read them: instead of a secret it should refer to a file on Pinot's"
          + " servers, as docs/pinot-sink.md shows. Default: --kafkaConfig, if it has no secret.")
  @Nullable String getPinotKafkaConfig();

  void setPinotKafkaConfig(@Nullable String value);

  @Description("Pinot's table of the ad metrics of all regions.")
  @Default.String("all_ad_metrics")
  String getPinotAdMetricsTable();

  void setPinotAdMetricsTable(String value);

  @Description("Pinot's table of the attributed orders of all regions.")
  @Default.String("all_attributed_orders")
  String getPinotAttributedOrdersTable();

  void setPinotAttributedOrdersTable(String value);
}
