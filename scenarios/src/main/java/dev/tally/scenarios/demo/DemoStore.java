package dev.tally.scenarios.demo;

import dev.tally.io.clickhouse.ClickHouseAddress;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.scenarios.verify.ClickHouseStoredTable;
import dev.tally.scenarios.verify.HiveStoredTable;
import dev.tally.scenarios.verify.LatestRevisions;
import dev.tally.scenarios.verify.StoredRecords;
import dev.tally.scenarios.verify.StoredTable;
import dev.tally.scenarios.verify.TopicTable;
import dev.tally.server.stack.LocalStack;
import dev.tally.transforms.codec.DefaultNames;
import dev.tally.truth.compare.Differences;
import dev.tally.truth.compare.OrdersComparison;
import dev.tally.truth.compare.OrdersTruth;
import dev.tally.truth.compare.Truth;
import java.io.IOException;
import java.util.List;

/**
 * A table that the jobs load, or a topic that they write, with its truth.
 *
 * @param name e.g. {@code Hive ad_metrics}
 */
record DemoStore(String name, StoredTable table, Truths truth) {
  /** Hive's view of the highest revision of each ad metric. */
  private static final String LATEST_AD_METRICS = DefaultNames.AD_METRICS_TABLE + "_latest";

  /** Compares a table with its truth. */
  interface Truths {
    Differences compare(StoredTable table) throws IOException;
  }

  /**
   * Returns the tables of Pinot and Hive, which are read by SQL and must not have a revision twice.
   */
  static List<DemoStore> tables(LocalStack servers, Truth metrics, OrdersTruth orders) {
    String pinot = servers.pinotBroker();
    String hive = servers.hive().jdbcUrl();
    Truths credits = table -> compareOnce(table, orders);
    return List.of(
        new DemoStore(
            "Pinot " + DefaultNames.ALL_AD_METRICS_TABLE,
            StoredRecords.metricsInPinot(pinot, DefaultNames.ALL_AD_METRICS_TABLE),
            table -> StoredRecords.compare(table, metrics)),
        new DemoStore(
            "Hive " + LATEST_AD_METRICS,
            new HiveStoredTable(hive, LATEST_AD_METRICS),
            table -> StoredRecords.compare(table, metrics)),
        new DemoStore(
            "Hive " + DefaultNames.AD_METRICS_TABLE,
            new HiveStoredTable(hive, DefaultNames.AD_METRICS_TABLE),
            table ->
                StoredRecords.compare(new LatestRevisions(table), metrics)
                    .withRepeats(StoredRecords.repeats(table))),
        new DemoStore(
            "Pinot " + DefaultNames.ALL_ATTRIBUTED_ORDERS_TABLE,
            StoredRecords.ordersInPinot(pinot, DefaultNames.ALL_ATTRIBUTED_ORDERS_TABLE),
            credits),
        new DemoStore(
            "Hive " + DefaultNames.ATTRIBUTED_ORDERS_TABLE,
            new HiveStoredTable(hive, DefaultNames.ATTRIBUTED_ORDERS_TABLE),
            credits));
  }

  /** Returns the views of ClickHouse, which must have one row per record. */
  static List<DemoStore> clickHouse(LocalStack servers, Truth metrics, OrdersTruth orders) {
    ClickHouseAddress address = ClickHouseAddress.at(servers.clickHouse());
    return List.of(
        new DemoStore(
            "ClickHouse " + StoredRecords.AD_METRICS_VIEW,
            new ClickHouseStoredTable(address, StoredRecords.AD_METRICS_VIEW),
            table ->
                StoredRecords.compare(table, metrics).withRepeats(StoredRecords.repeats(table))),
        new DemoStore(
            "ClickHouse " + StoredRecords.ATTRIBUTED_ORDERS_VIEW,
            new ClickHouseStoredTable(address, StoredRecords.ATTRIBUTED_ORDERS_VIEW),
            table -> compareOnce(table, orders)));
  }

  private static Differences compareOnce(StoredTable table, OrdersTruth orders) throws IOException {
    OrdersComparison comparison = StoredRecords.compare(table, orders);
    return comparison.differences().withRepeats(comparison.found().repeats());
  }

  /**
   * Returns the topics that a region's job writes for a Pinot of that region; they may have a
   * revision twice.
   */
  static List<DemoStore> topics(
      String region, KafkaCluster kafka, Truth metrics, OrdersTruth orders) {
    return List.of(
        new DemoStore(
            "Kafka " + DefaultNames.ALL_AD_METRICS + " of " + region,
            new LatestRevisions(new TopicTable(kafka, DefaultNames.ALL_AD_METRICS)),
            table -> StoredRecords.compare(table, metrics)),
        new DemoStore(
            "Kafka " + DefaultNames.ALL_ATTRIBUTED_ORDERS + " of " + region,
            new TopicTable(kafka, DefaultNames.ALL_ATTRIBUTED_ORDERS),
            table -> StoredRecords.compare(table, orders).differences()));
  }

  Differences differences() throws IOException {
    return truth.compare(table);
  }
}
