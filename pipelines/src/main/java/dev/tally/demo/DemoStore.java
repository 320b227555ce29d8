package dev.tally.demo;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.operate.HiveTable;
import dev.tally.operate.LatestRevisions;
import dev.tally.operate.StoredRecords;
import dev.tally.operate.StoredTable;
import dev.tally.operate.TopicTable;
import dev.tally.stack.LocalStack;
import dev.tally.verify.Differences;
import dev.tally.verify.OrdersComparison;
import dev.tally.verify.OrdersTruth;
import dev.tally.verify.Truth;
import java.io.IOException;
import java.util.List;

/**
 * A table of a store that the jobs load, or a topic that they write.
 *
 * @param name e.g. {@code Hive ad_metrics}
 */
record DemoStore(String name, StoredTable table, Truths truth) {
  /** How a table differs from what it must hold. */
  interface Truths {
    Differences compare(StoredTable table) throws IOException;
  }

  /** The tables of Pinot and Hive, read by SQL: each revision at most once. */
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
            new HiveTable(hive, "ad_metrics_latest"),
            table -> StoredRecords.compare(table, metrics)),
        new DemoStore(
            "Hive ad_metrics",
            new HiveTable(hive, "ad_metrics"),
            table ->
                StoredRecords.compare(new LatestRevisions(table), metrics)
                    .withRepeats(StoredRecords.repeats(table))),
        new DemoStore(
            "Pinot all_attributed_orders",
            StoredRecords.ordersInPinot(pinot, "all_attributed_orders"),
            credits),
        new DemoStore("Hive attributed_orders", new HiveTable(hive, "attributed_orders"), credits));
  }

  /** What a region's job has written for a Pinot of its own; a revision may stand there again. */
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
