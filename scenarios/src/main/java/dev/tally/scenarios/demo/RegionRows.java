package dev.tally.scenarios.demo;

import dev.tally.io.clickhouse.ClickHouseAddress;
import dev.tally.scenarios.verify.ClickHouseStoredTable;
import dev.tally.scenarios.verify.HiveStoredTable;
import dev.tally.scenarios.verify.StoredRecords;
import dev.tally.scenarios.verify.StoredTable;
import dev.tally.server.stack.LocalStack;
import dev.tally.transforms.codec.DefaultNames;
import dev.tally.transforms.codec.RecordType;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.joda.time.Instant;

/**
 * Finds the newest minute of a region for which a store has counts. Orders are not suitable for
 * this check, because they wait for the touches of every region.
 */
final class RegionRows {
  private static final String MINUTE = RecordType.AD_METRIC.timeColumn();

  private final Map<String, StoredTable> tables = new LinkedHashMap<>();

  RegionRows(LocalStack servers, boolean withClickHouse) {
    tables.put(
        "Pinot",
        StoredRecords.metricsInPinot(servers.pinotBroker(), DefaultNames.ALL_AD_METRICS_TABLE));
    tables.put(
        "Hive", new HiveStoredTable(servers.hive().jdbcUrl(), DefaultNames.AD_METRICS_TABLE));
    if (withClickHouse) {
      tables.put(
          "ClickHouse",
          new ClickHouseStoredTable(
              ClickHouseAddress.at(servers.clickHouse()), StoredRecords.AD_METRICS_VIEW));
    }
  }

  List<String> stores() {
    return List.copyOf(tables.keySet());
  }

  /** Returns the start of the newest minute, or the epoch if there is none. */
  Instant newest(String store, String region) throws IOException {
    AtomicLong newest = new AtomicLong();
    Objects.requireNonNull(tables.get(store))
        .forEach(
            List.of("region", MINUTE),
            row -> {
              if (region.equals(row.get("region"))) {
                long minute = Long.parseLong(row.getOrDefault(MINUTE, "0"));
                newest.accumulateAndGet(minute, Math::max);
              }
            });
    return Instant.ofEpochMilli(newest.get());
  }
}
