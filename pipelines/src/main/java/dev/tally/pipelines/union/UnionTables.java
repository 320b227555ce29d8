package dev.tally.pipelines.union;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.pinot.PinotTable;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Defines the Pinot tables over Tally's topics. */
public final class UnionTables {
  /** The table over a region's own counts. */
  public static final String AD_METRICS = "ad_metrics";

  private UnionTables() {}

  /**
   * Returns the tables over the topics that a job writes, with the names from its options.
   *
   * @param kafka the cluster that the job writes to, with the client settings of this JVM
   * @param pinotSettings client settings of Pinot's consumers
   */
  static List<PinotTable> of(
      UnionOptions options, KafkaCluster kafka, Map<String, String> pinotSettings) {
    String bootstrap = String.valueOf(options.getBootstrapServers());
    return Stream.of(
            adMetrics(options.getPinotAdMetricsTable(), options.getAllAdMetricsTopic(), bootstrap),
            attributedOrders(
                options.getPinotAttributedOrdersTable(),
                options.getAllAttributedOrdersTopic(),
                bootstrap))
        .map(table -> with(pinotSettings, table).withClientSettings(kafka.settings()))
        .toList();
  }

  private static PinotTable with(Map<String, String> settings, PinotTable table) {
    PinotTable all = table;
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      all = all.withKafkaSetting(setting.getKey(), setting.getValue());
    }
    return all;
  }

  /**
   * Returns a table over a topic of ad metrics.
   *
   * @param bootstrapServers of the topic's Kafka cluster, as seen from Pinot
   */
  public static PinotTable adMetrics(String name, String topic, String bootstrapServers) {
    return PinotTable.of(name, topic, bootstrapServers, "minute")
        .withDimension("region", PinotTable.Type.STRING)
        .withDimension("ad_id", PinotTable.Type.STRING)
        .withDimension("campaign_id", PinotTable.Type.STRING)
        .withDimension("store_id", PinotTable.Type.STRING)
        .withMetric("impressions", PinotTable.Type.LONG)
        .withMetric("clicks", PinotTable.Type.LONG)
        .withMetric("repeat_clicks", PinotTable.Type.LONG)
        .withMetric("spend_micros", PinotTable.Type.LONG);
  }

  /**
   * Returns a table over a topic of attributed orders, without the credits of models with several
   * touches.
   */
  public static PinotTable attributedOrders(String name, String topic, String bootstrapServers) {
    return PinotTable.of(name, topic, bootstrapServers, "order_time")
        .withDimension("model", PinotTable.Type.STRING)
        .withDimension("order_id", PinotTable.Type.STRING)
        .withDimension("user_id", PinotTable.Type.STRING)
        .withDimension("store_id", PinotTable.Type.STRING)
        .withDimension("status", PinotTable.Type.STRING)
        .withDimension("currency", PinotTable.Type.STRING)
        .withDimension("region", PinotTable.Type.STRING)
        .withDimension("touch_event_id", PinotTable.Type.STRING)
        .withDimension("touch_type", PinotTable.Type.STRING)
        .withDimension("touch_time", PinotTable.Type.LONG)
        .withDimension("ad_id", PinotTable.Type.STRING)
        .withDimension("campaign_id", PinotTable.Type.STRING)
        .withDimension("details_status", PinotTable.Type.STRING)
        .withDimension("category", PinotTable.Type.STRING)
        .withDimension("new_customer", PinotTable.Type.BOOLEAN)
        .withMetric("items", PinotTable.Type.LONG)
        .withMetric("amount_micros", PinotTable.Type.LONG);
  }
}
