package dev.tally.demo;

import dev.tally.operate.HiveTable;
import dev.tally.operate.StoredRecords;
import dev.tally.operate.StoredTable;
import dev.tally.stack.LocalStack;
import dev.tally.verify.Differences;
import dev.tally.verify.OrdersTruth;
import dev.tally.verify.Truth;
import java.io.IOException;
import java.util.List;

/**
 * A table of a store that the jobs load, read by SQL.
 *
 * @param name e.g. {@code Hive ad_metrics_latest}
 */
record DemoStore(String name, StoredTable table, Truths truth) {
  /** How a table differs from what it must hold. */
  interface Truths {
    Differences compare(StoredTable table) throws IOException;
  }

  /** The four tables over two truths. */
  static List<DemoStore> all(LocalStack servers, Truth metrics, OrdersTruth orders) {
    String pinot = servers.pinotBroker();
    String hive = servers.hive().jdbcUrl();
    Truths counts = table -> StoredRecords.compare(table, metrics);
    Truths credits = table -> StoredRecords.compare(table, orders).differences();
    return List.of(
        new DemoStore(
            "Pinot all_ad_metrics", StoredRecords.metricsInPinot(pinot, "all_ad_metrics"), counts),
        new DemoStore("Hive ad_metrics_latest", new HiveTable(hive, "ad_metrics_latest"), counts),
        new DemoStore(
            "Pinot all_attributed_orders",
            StoredRecords.ordersInPinot(pinot, "all_attributed_orders"),
            credits),
        new DemoStore("Hive attributed_orders", new HiveTable(hive, "attributed_orders"), credits));
  }

  Differences differences() throws IOException {
    return truth.compare(table);
  }
}
