package dev.tally.demo;

import dev.tally.operate.HiveTable;
import dev.tally.operate.StoredRecords;
import dev.tally.operate.StoredTable;
import dev.tally.stack.LocalStack;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many counts of a region each store has: of Hive any revisions, which it tells without a job
 * of its own. Orders say nothing, as they wait for the touches of every region.
 */
final class RegionRows {
  private final Map<String, StoredTable> tables = new LinkedHashMap<>();

  RegionRows(LocalStack servers) {
    tables.put("Pinot", StoredRecords.metricsInPinot(servers.pinotBroker(), "all_ad_metrics"));
    tables.put("Hive", new HiveTable(servers.hive().jdbcUrl(), "ad_metrics"));
  }

  /** By store. */
  Map<String, Long> of(String region) throws IOException {
    Map<String, Long> rows = new LinkedHashMap<>();
    for (String store : tables.keySet()) {
      rows.put(store, in(store, region));
    }
    return rows;
  }

  /** Whether a store has more than it had. */
  boolean grew(String store, String region, Map<String, Long> before) throws IOException {
    return in(store, region) > before.getOrDefault(store, 0L);
  }

  List<String> stores() {
    return List.copyOf(tables.keySet());
  }

  private long in(String store, String region) throws IOException {
    AtomicLong rows = new AtomicLong();
    Objects.requireNonNull(tables.get(store))
        .forEach(
            List.of("region"),
            row -> {
              if (region.equals(row.get("region"))) {
                rows.incrementAndGet();
              }
            });
    return rows.get();
  }
}
