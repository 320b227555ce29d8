package dev.tally.pipelines.union;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.pinot.PinotTable;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What Pinot must be told to read topics of Tally's records. */
public final class UnionTables {
  /** The table of a region's own counts. */
  public static final String AD_METRICS = "ad_metrics";

  private UnionTables() {}

  /**
   * The tables over what a job writes, as its options name them.
   *
   * @param kafka where it writes, and as this JVM reaches it
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
   * A table over a topic of ad metrics.
   *
   * @param bootstrapServers of its Kafka, as Pinot reaches it
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

  /** A table over a topic of attributed orders; shares of several touches are left out. */
  public static PinotTable attributedOrders(String name, String topic, String bootstrapServers) {
    return PinotTable.of(name, topic, bootstrapServers, "order_time")
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
