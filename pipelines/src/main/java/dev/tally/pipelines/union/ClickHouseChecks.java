package dev.tally.pipelines.union;

import dev.tally.io.clickhouse.ClickHouseException;
import dev.tally.io.clickhouse.ClickHouseTable;
import dev.tally.io.clickhouse.ClickHouseTables;
import dev.tally.pipelines.options.Problems;
import dev.tally.runners.manifest.Manifest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Checks the options for ClickHouse, and creates or checks its tables before the job starts. */
final class ClickHouseChecks {
  private ClickHouseChecks() {}

  /**
   * Creates the missing tables, checks the existing ones and adds the problems.
   *
   * @return the id of each table by its name; empty if ClickHouse is not loaded
   */
  static Map<String, String> check(UnionOptions options, Problems problems) {
    Optional<ClickHouseStore> target = problems.attempt(() -> ClickHouseStore.of(options));
    Map<String, String> ids = new TreeMap<>();
    if (target != null && problems.none()) {
      target.ifPresent(found -> ids.putAll(ensure(options, found, problems)));
    }
    return ids;
  }

  private static Map<String, String> ensure(
      UnionOptions options, ClickHouseStore target, Problems problems) {
    Map<String, String> ids = new TreeMap<>();
    try {
      ClickHouseTables tables = ClickHouseTables.at(target.address());
      for (ClickHouseTable table : List.of(target.adMetrics(), target.attributedOrders())) {
        ids.put(table.fullName(), tables.ensure(table));
      }
    } catch (ClickHouseException e) {
      problems.addAll(
          List.of("--clickHouseUrl=%s: %s".formatted(options.getClickHouseUrl(), e.getMessage())));
    }
    return ids;
  }

  /**
   * Adds the settings to a manifest. A job that is restored continues after the rows that it
   * inserted before; a table with another id does not have these rows, so the restore is refused.
   */
  static Manifest manifest(Manifest manifest, UnionOptions options, Map<String, String> ids) {
    String url = options.getClickHouseUrl();
    Manifest all = manifest.lasting("--clickHouseUrl", url == null ? "" : url);
    String database = options.getClickHouseDatabase();
    for (String name :
        List.of(
            options.getClickHouseAdMetricsTable(), options.getClickHouseAttributedOrdersTable())) {
      String table = database + "." + name;
      all = all.addable("the id of table " + table + " in ClickHouse", ids.getOrDefault(table, ""));
    }
    return all;
  }
}
