package dev.tally.server.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A HiveServer2 that runs its queries with Tez in its own process. */
final class HiveServer implements JvmServerKind {
  static final String THRIFT = "thrift";

  @Override
  public String label() {
    return "hiveserver";
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
    return 1024;
  }

  @Override
  public Set<Server> needs() {
    return Set.of(Server.METASTORE);
  }

  @Override
  public String mainClass() {
    return "dev.tally.server.hive.HiveServerMain";
  }

  @Override
  public List<String> jvmOptions() {
    return HiveConfig.jvmOptions();
  }

  @Override
  public List<String> prepare(StackFiles files, Topology topology) throws IOException {
    Map<String, Object> own = new HashMap<>(server(topology.of(Server.HIVESERVER)));
    own.putAll(tez());
    own.putAll(directories(PrivateFiles.directory(files.data(Server.HIVESERVER).resolve("tmp"))));
    return HiveConfig.write(files, Server.HIVESERVER, topology, own);
  }

  @Override
  public boolean answers(Ports ports) {
    return Ports.isListening(ports.get(THRIFT));
  }

  @Override
  public void check(Topology topology, Duration atMost) throws UnhealthyException {
    HiveHealthCheck.check(url(topology), atMost);
  }

  /** Returns the JDBC URL of the server. */
  static String url(Topology topology) {
    return "jdbc:hive2://%s/default;auth=noSasl"
        .formatted(topology.of(Server.HIVESERVER).address(THRIFT));
  }

  private static Map<String, Object> server(Ports ports) {
    Map<String, Object> s = new HashMap<>();
    s.put("hive.server2.thrift.port", ports.get(THRIFT));
    s.put("hive.server2.thrift.bind.host", Ports.LOOPBACK);
    s.put("hive.server2.webui.port", 0);
    s.put("hive.server2.enable.doAs", false);
    s.put("hive.server2.authentication", "NOSASL");
    s.put("hive.server2.logging.operation.enabled", false);
    s.put("hive.server2.materializedviews.registry.impl", "DUMMY");
    s.put("hive.server2.metrics.enabled", false);
    // The first attempt may come before the metastore listens; by default the next one follows
    // after a minute.
    s.put("hive.server2.sleep.interval.between.start.attempts", "1s");
    s.put("hive.server2.max.start.attempts", 180);
    s.put("hive.security.authorization.enabled", false);
    s.put("hive.notification.event.poll.interval", "0s");
    // The metastore has no tables for transactions.
    s.put("hive.support.concurrency", false);
    s.put("hive.txn.manager", "org.apache.hadoop.hive.ql.lockmgr.DummyTxnManager");
    // Counts must come from the files, never from stored statistics or cached results.
    s.put("hive.stats.autogather", false);
    s.put("hive.compute.query.using.stats", false);
    s.put("hive.query.results.cache.enabled", false);
    return s;
  }

  private static Map<String, Object> tez() {
    Map<String, Object> t = new HashMap<>();
    t.put("hive.execution.engine", "tez");
    t.put("hive.server2.tez.initialize.default.sessions", false);
    t.put("hive.tez.container.size", 256);
    t.put("tez.local.mode", true);
    t.put("tez.local.mode.without.network", true);
    t.put("tez.runtime.optimize.local.fetch", true);
    t.put("tez.ignore.lib.uris", true);
    return t;
  }

  private static Map<String, Object> directories(Path tmp) {
    return Map.of(
        "tez.staging-dir", tmp.resolve("staging"),
        "hive.exec.scratchdir", tmp.resolve("scratch"),
        "hive.exec.local.scratchdir", tmp.resolve("local-scratch"),
        "hive.user.install.directory", tmp.resolve("install").toUri(),
        "hive.querylog.location", tmp.resolve("queries"),
        "hive.downloaded.resources.dir", tmp.resolve("resources"),
        "hadoop.tmp.dir", tmp.resolve("hadoop"));
  }
}
