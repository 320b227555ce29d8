package dev.tally.server.hive;

import dev.tally.server.life.StandardInput;
import org.apache.hadoop.hive.metastore.HiveMetaStore;

/**
 * Runs a Hive metastore with an embedded Derby database until SIGTERM.
 *
 * <p>Input: the directory with its {@code hive-site.xml}. With the system property {@code
 * tally.exitWithParent=true} it stops when its standard input ends.
 *
 * <p>Limits: the schema is created at the first start and has no tables for transactions, so Hive's
 * ACID tables and locks cannot be used.
 */
public final class MetastoreMain {
  private MetastoreMain() {}

  public static void main(String[] args) throws Throwable {
    StandardInput.exitWithIt();
    Configuration.in(args);
    HiveMetaStore.main(new String[0]);
  }
}
