package dev.tally.server.stack;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A Hive metastore that stores its tables in an embedded Derby database. */
final class HiveMetastore implements JvmServerKind {
  static final String THRIFT = "thrift";

  @Override
  public String label() {
    return "metastore";
  }

  @Override
  public String module() {
    return "hive";
  }

  @Override
  public List<String> portNames() {
    return List.of(THRIFT);
  }

  @Override
  public int defaultHeapMiB() {
    return 512;
  }

  @Override
  public Set<Server> needs() {
    return Set.of();
  }

  @Override
  public String mainClass() {
    return "dev.tally.server.hive.MetastoreMain";
  }

  @Override
  public List<String> jvmOptions() {
    return HiveConfig.jvmOptions();
  }

  @Override
  public List<String> prepare(StackFiles files, Topology topology) throws IOException {
    int port = topology.of(Server.METASTORE).get(THRIFT);
    String derby = "jdbc:derby:;create=true;databaseName=";
    Map<String, Object> own =
        Map.of(
            "metastore.thrift.port",
            port,
            "metastore.thrift.bind.host",
            Ports.LOOPBACK,
            "javax.jdo.option.ConnectionURL",
            derby + files.data(Server.METASTORE).resolve("derby"),
            "javax.jdo.option.ConnectionDriverName",
            "org.apache.derby.jdbc.EmbeddedDriver",
            "datanucleus.schema.autoCreateAll",
            true,
            "metastore.schema.verification",
            false,
            // Direct SQL uses tables of the metastore that are created only when they are first
            // needed.
            "metastore.try.direct.sql",
            false,
            // The other tasks read tables for transactions, which do not exist.
            "metastore.task.threads.always",
            "org.apache.hadoop.hive.metastore.events.EventCleanerTask",
            "metastore.hmshandler.retry.interval",
            "200ms",
            // The default cannot parse the filter of a query on a partition.
            "metastore.expression.proxy",
            "org.apache.hadoop.hive.ql.optimizer.ppr.PartitionExpressionForMetastore");
    return HiveConfig.write(files, Server.METASTORE, topology, own);
  }

  @Override
  public boolean answers(Ports ports) {
    try {
      MetastoreHealthCheck.check(ports.get(THRIFT), Duration.ofSeconds(5));
      return true;
    } catch (UnhealthyException e) {
      return false;
    }
  }

  @Override
  public void check(Topology topology, Duration atMost) throws UnhealthyException {
    MetastoreHealthCheck.check(topology.of(Server.METASTORE).get(THRIFT), atMost);
  }
}
