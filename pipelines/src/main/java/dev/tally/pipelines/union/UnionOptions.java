package dev.tally.pipelines.union;

import dev.tally.pipelines.options.Range;
import dev.tally.pipelines.options.RegionsOptions;
import dev.tally.transforms.codec.DefaultNames;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.jspecify.annotations.Nullable;

/** Options of the union job. */
public interface UnionOptions extends RegionsOptions {
  @Description("Topic from which ad metrics are read, in each region.")
  @Default.String(DefaultNames.AD_METRICS)
  String getAdMetricsTopic();

  void setAdMetricsTopic(String value);

  @Description("Topic from which attributed orders are read, in each region.")
  @Default.String(DefaultNames.ATTRIBUTED_ORDERS)
  String getAttributedOrdersTopic();

  void setAttributedOrdersTopic(String value);

  @Description("Topic to which the ad metrics of all regions are written.")
  @Default.String(DefaultNames.ALL_AD_METRICS)
  String getAllAdMetricsTopic();

  void setAllAdMetricsTopic(String value);

  @Description("Topic to which the attributed orders of all regions are written.")
  @Default.String(DefaultNames.ALL_ATTRIBUTED_ORDERS)
  String getAllAttributedOrdersTopic();

  void setAllAttributedOrdersTopic(String value);

  @Description(
      "Topic in this region to which the reach job writes, e.g. campaign-reach. Its records are"
          + " loaded into Hive and Pinot. Without this option, they are not.")
  @Nullable String getCampaignReachTopic();

  void setCampaignReachTopic(@Nullable String value);

  @Description(
      "Address of Hive's metastore, e.g. thrift://hive-1:9083. Without it, Hive is not loaded. All"
          + " regions may load the same tables.")
  @Nullable String getHiveMetastore();

  void setHiveMetastore(@Nullable String value);

  @Description(
      "Hive's table of ad metrics: TABLE or DATABASE.TABLE. It is created if it does not"
          + " exist.")
  @Default.String(DefaultNames.AD_METRICS_TABLE)
  String getHiveAdMetricsTable();

  void setHiveAdMetricsTable(String value);

  @Description("Hive's table of attributed orders: TABLE or DATABASE.TABLE.")
  @Default.String(DefaultNames.ATTRIBUTED_ORDERS_TABLE)
  String getHiveAttributedOrdersTable();

  void setHiveAttributedOrdersTable(String value);

  @Description("Hive's table of the distinct users of campaigns: TABLE or DATABASE.TABLE.")
  @Default.String(DefaultNames.CAMPAIGN_REACH_TABLE)
  String getHiveCampaignReachTable();

  void setHiveCampaignReachTable(String value);

  @Description(
      "Maximum time that a record waits for others, so that they are written to Hive in"
          + " one file.")
  @Default.String("1m")
  @Range(from = "0s", to = "1d")
  String getHiveDelay();

  void setHiveDelay(String value);

  @Description(
      "Number of buckets per partition of Hive's tables. It cannot change after a table is"
          + " created (default: the number of the existing table; 8 for a new one).")
  @Range(from = "1", to = "10000")
  @Nullable Integer getHiveBuckets();

  void setHiveBuckets(@Nullable Integer value);

  @Description(
      "How long data that compactions replaced is kept in Hive; choose it longer than any query and"
          + " any pause of a job.")
  @Default.String("1d")
  @Range(from = "1ms")
  String getHiveRetention();

  void setHiveRetention(String value);

  @Description(
      "URL of Pinot's controller in this region, e.g. http://pinot-1:9000. When the job starts, it"
          + " creates or checks the tables over the topics that it writes. Without this option, Pinot"
          + " is not used.")
  @Nullable String getPinotController();

  void setPinotController(@Nullable String value);

  @Description(
      "A properties file with the Kafka client settings of Pinot's consumers. Pinot stores them where"
          + " anyone can read them: instead of a secret, refer to a file on Pinot's servers, as"
          + " docs/pinot-sink.md shows. Default: --kafkaConfig, if it has no secret.")
  @Nullable String getPinotKafkaConfig();

  void setPinotKafkaConfig(@Nullable String value);

  @Description("Pinot's table over --allAdMetricsTopic.")
  @Default.String(DefaultNames.ALL_AD_METRICS_TABLE)
  String getPinotAdMetricsTable();

  void setPinotAdMetricsTable(String value);

  @Description("Pinot's table over --allAttributedOrdersTopic.")
  @Default.String(DefaultNames.ALL_ATTRIBUTED_ORDERS_TABLE)
  String getPinotAttributedOrdersTable();

  void setPinotAttributedOrdersTable(String value);

  @Description("Pinot's table over --campaignReachTopic.")
  @Default.String(DefaultNames.CAMPAIGN_REACH_TABLE)
  String getPinotCampaignReachTable();

  void setPinotCampaignReachTable(String value);

  @Description(
      "URL of ClickHouse's HTTP interface, e.g. http://clickhouse-1:8123. When the job starts, it"
          + " creates or checks the tables that it loads. Without this option, ClickHouse is not"
          + " loaded. All regions may load the same tables.")
  @Nullable String getClickHouseUrl();

  void setClickHouseUrl(@Nullable String value);

  @Description("ClickHouse's database. It is created if it does not exist.")
  @Default.String(DefaultNames.CLICKHOUSE_DATABASE)
  String getClickHouseDatabase();

  void setClickHouseDatabase(String value);

  @Description("ClickHouse's user.")
  @Default.String("default")
  String getClickHouseUser();

  void setClickHouseUser(String value);

  @Description(
      "A file with the password of ClickHouse's user. It is read when the job is started. Default:"
          + " no password.")
  @Nullable String getClickHousePasswordFile();

  void setClickHousePasswordFile(@Nullable String value);

  @Description("ClickHouse's table of ad metrics. Its view TABLE_latest has one row per record.")
  @Default.String(DefaultNames.AD_METRICS_TABLE)
  String getClickHouseAdMetricsTable();

  void setClickHouseAdMetricsTable(String value);

  @Description("ClickHouse's table of attributed orders.")
  @Default.String(DefaultNames.ATTRIBUTED_ORDERS_TABLE)
  String getClickHouseAttributedOrdersTable();

  void setClickHouseAttributedOrdersTable(String value);

  @Description(
      "Maximum time that a record waits for others, so that they are inserted into ClickHouse"
          + " together. Every insert creates files that ClickHouse has to merge.")
  @Default.String("5s")
  @Range(from = "0s", to = "1d")
  String getClickHouseDelay();

  void setClickHouseDelay(String value);
}
