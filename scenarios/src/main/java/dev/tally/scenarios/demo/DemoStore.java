package dev.tally.scenarios.demo;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.scenarios.verify.HiveStoredTable;
import dev.tally.scenarios.verify.LatestRevisions;
import dev.tally.scenarios.verify.StoredRecords;
import dev.tally.scenarios.verify.StoredTable;
import dev.tally.scenarios.verify.TopicTable;
import dev.tally.server.stack.LocalStack;
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
    Truths credits =
        table -> {
          OrdersComparison comparison = StoredRecords.compare(table, orders);
          return comparison.differences().withRepeats(comparison.found().repeats());
        };
    return List.of(
        new DemoStore(
            "Pinot all_ad_metrics",
            StoredRecords.metricsInPinot(pinot, "all_ad_metrics"),
            table -> StoredRecords.compare(table, metrics)),
        new DemoStore(
            "Hive ad_metrics_latest",
            new HiveStoredTable(hive, "ad_metrics_latest"),
            table -> StoredRecords.compare(table, metrics)),
        new DemoStore(
            "Hive ad_metrics",
            new HiveStoredTable(hive, "ad_metrics"),
            table ->
                StoredRecords.compare(new LatestRevisions(table), metrics)
                    .withRepeats(StoredRecords.repeats(table))),
        new DemoStore(
            "Pinot all_attributed_orders",
            StoredRecords.ordersInPinot(pinot, "all_attributed_orders"),
            credits),
        new DemoStore(
            "Hive attributed_orders", new HiveStoredTable(hive, "attributed_orders"), credits));
  }

  /**
   * Returns the topics that a region's job writes for a Pinot of that region; they may have a
   * revision twice.
   */
  static List<DemoStore> topics(
      String region, KafkaCluster kafka, Truth metrics, OrdersTruth orders) {
    return List.of(
        new DemoStore(
            "Kafka all-ad-metrics of " + region,
            new LatestRevisions(new TopicTable(kafka, "all-ad-metrics")),
            table -> StoredRecords.compare(table, metrics)),
        new DemoStore(
            "Kafka all-attributed-orders of " + region,
            new TopicTable(kafka, "all-attributed-orders"),
            table -> StoredRecords.compare(table, orders).differences()));
  }

  Differences differences() throws IOException {
    return truth.compare(table);
  }
}
