package dev.tally.stack;

import java.nio.file.Path;

/**
 * Where the stack's Hive is.
 *
 * @param metastore e.g. {@code thrift://127.0.0.1:20127}
 * @param jdbcUrl of the HiveServer2, for {@link HiveJdbc}
 * @param warehouse the directory below which external tables may lie
 */
public record HiveAddresses(String metastore, String jdbcUrl, Path warehouse) {
  static HiveAddresses of(StackFiles files, Topology topology) {
    return new HiveAddresses(
        HiveConfig.metastore(topology), HiveServer.url(topology), HiveConfig.warehouse(files));
  }
}
