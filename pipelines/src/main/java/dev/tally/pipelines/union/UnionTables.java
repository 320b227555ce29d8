package dev.tally.pipelines.union;

import dev.tally.io.clickhouse.ClickHouseTable;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.pinot.PinotTable;
import dev.tally.transforms.codec.DefaultNames;
import dev.tally.transforms.codec.RecordColumn;
import dev.tally.transforms.codec.RecordType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Defines the tables over Tally's topics. */
public final class UnionTables {
  /** The table over a region's own counts. */
  public static final String AD_METRICS = DefaultNames.AD_METRICS_TABLE;

  /** The rows of a segment have up to half a megabyte each. */
  private static final int SEGMENT_SKETCHES = 2_000;

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
    String reach = options.getCampaignReachTopic();
    List<PinotTable> tables = new ArrayList<>();
    tables.add(
        adMetrics(options.getPinotAdMetricsTable(), options.getAllAdMetricsTopic(), bootstrap));
    tables.add(
        attributedOrders(
            options.getPinotAttributedOrdersTable(),
            options.getAllAttributedOrdersTopic(),
            bootstrap));
    if (reach != null) {
      tables.add(campaignReach(options.getPinotCampaignReachTable(), reach, bootstrap));
    }
    return tables.stream()
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
   * @param bootstrapServers the bootstrap servers of the topic's Kafka cluster, as Pinot reaches
   *     them
   */
  public static PinotTable adMetrics(String name, String topic, String bootstrapServers) {
    return of(RecordType.AD_METRIC, name, topic, bootstrapServers);
  }

  /**
   * Returns a table over a topic of attributed orders, without the credits of attribution models
   * that credit several touches.
   */
  public static PinotTable attributedOrders(String name, String topic, String bootstrapServers) {
    return of(RecordType.ATTRIBUTED_ORDER, name, topic, bootstrapServers);
  }

  /** Returns ClickHouse's table of attributed orders, with the columns that the job loads. */
  public static ClickHouseTable attributedOrdersInClickHouse(String database, String name) {
    return ClickHouseStore.table(RecordType.ATTRIBUTED_ORDER, database, name);
  }

  /** Returns a table over a topic of the distinct users of campaigns. */
  public static PinotTable campaignReach(String name, String topic, String bootstrapServers) {
    return of(RecordType.CAMPAIGN_REACH, name, topic, bootstrapServers)
        .withSegmentRows(SEGMENT_SKETCHES);
  }

  private static PinotTable of(
      RecordType type, String name, String topic, String bootstrapServers) {
    PinotTable table = PinotTable.of(name, topic, bootstrapServers, type.timeColumn());
    for (RecordColumn column : type.columns()) {
      table =
          switch (column.role()) {
            case DIMENSION -> table.withDimension(column.name(), type(column));
            case MEASURE -> table.withMetric(column.name(), type(column));
            case SKETCH -> table.withBase64(column.name(), column.jsonName());
            case KEY, REVISION, TIME, DETAIL -> table;
          };
    }
    return table;
  }

  private static PinotTable.Type type(RecordColumn column) {
    return switch (column.type().getTypeName()) {
      case STRING -> PinotTable.Type.STRING;
      case INT64 -> PinotTable.Type.LONG;
      case BOOLEAN -> PinotTable.Type.BOOLEAN;
      default -> throw new IllegalArgumentException(column + " has no type in Pinot");
    };
  }
}
