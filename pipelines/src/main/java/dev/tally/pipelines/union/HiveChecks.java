package dev.tally.pipelines.union;

import dev.tally.io.hive.HiveException;
import dev.tally.io.hive.HiveTable;
import dev.tally.pipelines.options.Problems;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/** Checks the options for Hive, also against existing tables. */
final class HiveChecks {
  private HiveChecks() {}

  static void check(UnionOptions options, Problems problems) {
    String metastore = options.getHiveMetastore();
    Integer buckets = options.getHiveBuckets();
    problems.require(
        metastore == null || metastore.startsWith("thrift://"),
        "--hiveMetastore=%s must be a thrift:// URI, e.g. thrift://hive-1:9083."
            .formatted(metastore));
    if (metastore != null && buckets != null && problems.none()) {
      checkBuckets(metastore, options.getHiveAdMetricsTable(), buckets, problems);
      checkBuckets(metastore, options.getHiveAttributedOrdersTable(), buckets, problems);
      checkBuckets(metastore, options.getHiveCampaignReachTable(), buckets, problems);
    }
  }

  private static void checkBuckets(String metastore, String table, int buckets, Problems problems) {
    try {
      OptionalInt found = HiveTable.buckets(metastore, table);
      problems.require(
          found.isEmpty() || found.getAsInt() == buckets, differs(table, found, buckets));
    } catch (IOException | HiveException e) {
      problems.addAll(List.of("--hiveMetastore=%s: %s".formatted(metastore, e.getMessage())));
    }
  }

  private static String differs(String table, OptionalInt found, int buckets) {
    return "--hiveBuckets=%d, but Hive's table %s was created with %s: the number of buckets of a table cannot change. Omit the option, or name another table."
        .formatted(buckets, table, found.isPresent() ? found.getAsInt() : "none");
  }
}
