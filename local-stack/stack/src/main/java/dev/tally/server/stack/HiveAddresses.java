package dev.tally.server.stack;

import java.nio.file.Path;

/**
 * The addresses of the stack's Hive servers.
 *
 * @param metastore e.g. {@code thrift://127.0.0.1:20127}
 * @param jdbcUrl the URL of the HiveServer2, for {@link HiveJdbc}
 * @param warehouse the directory below which external tables may be located
 */
public record HiveAddresses(String metastore, String jdbcUrl, Path warehouse) {
  static HiveAddresses of(StackFiles files, Topology topology) {
    return new HiveAddresses(
        HiveConfig.metastore(topology), HiveServer.url(topology), HiveConfig.warehouse(files));
  }
}
