package dev.tally.server.pinot;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * The settings of a cluster's components on the loopback interface, derived from a data directory
 * and five ports.
 */
record PinotSettings(Path dataDir, Properties properties) {
  private static final String CLUSTER = "tally";
  private static final String LOOPBACK = "127.0.0.1";

  static PinotSettings of(Properties properties) {
    String dir = properties.getProperty("data.dir");
    if (dir == null) {
      throw new IllegalArgumentException("data.dir is missing.");
    }
    return new PinotSettings(Path.of(dir).toAbsolutePath(), properties);
  }

  /**
   * Returns the port of a component: {@code zookeeper}, {@code controller}, {@code broker}, {@code
   * server} or {@code admin}.
   */
  int port(String part) {
    String port = properties.getProperty(part + ".port");
    if (port == null) {
      throw new IllegalArgumentException(part + ".port is missing.");
    }
    return Integer.parseInt(port);
  }

  Map<String, Object> controller() {
    Map<String, Object> c = new HashMap<>();
    c.put("controller.helix.cluster.name", CLUSTER);
    c.put("controller.zk.str", zooKeeper());
    c.put("controller.host", LOOPBACK);
    http(c, "controller.access.protocols", port("controller"));
    // Without the VIP, segment commits are sent to the port "null", and ingestion stops silently at
    // the first segment commit.
    c.put("controller.vip.host", LOOPBACK);
    c.put("controller.vip.port", String.valueOf(port("controller")));
    c.put("controller.data.dir", dir("controller"));
    c.put("controller.local.temp.dir", dir("controller-temp"));
    c.put("controller.tenant.isolation.enable", "true");
    c.put("controller.deleted.segments.retentionInDays", "0");
    // If a component is killed during a segment commit, a partition stops ingesting until this
    // check repairs it. The check repairs only commits that have been pending for 5 minutes.
    c.put("controller.realtime.segment.validation.initialDelayInSeconds", "60");
    c.put("controller.realtime.segment.validation.frequencyPeriod", "1m");
    return c;
  }

  Map<String, Object> broker() {
    Map<String, Object> b = new HashMap<>();
    b.put("pinot.cluster.name", CLUSTER);
    b.put("pinot.zk.server", zooKeeper());
    b.put("pinot.broker.hostname", LOOPBACK);
    http(b, "pinot.broker.client.access.protocols", port("broker"));
    b.put("pinot.broker.delayShutdownTimeMs", "0");
    return b;
  }

  Map<String, Object> server() {
    Map<String, Object> s = new HashMap<>();
    s.put("pinot.cluster.name", CLUSTER);
    s.put("pinot.zk.server", zooKeeper());
    s.put("pinot.server.netty.host", LOOPBACK);
    s.put("pinot.server.netty.port", port("server"));
    http(s, "pinot.server.adminapi.access.protocols", port("admin"));
    s.put("pinot.server.grpc.enable", "false");
    s.put("pinot.server.instance.dataDir", dir("server/data"));
    s.put("pinot.server.instance.segmentTarDir", dir("server/segments"));
    s.put("pinot.server.instance.realtime.alloc.offheap", "true");
    s.put("pinot.server.shutdown.enableQueryCheck", "false");
    return s;
  }

  private static void http(Map<String, Object> settings, String prefix, int port) {
    settings.put(prefix, "http");
    settings.put(prefix + ".http.host", LOOPBACK);
    settings.put(prefix + ".http.port", String.valueOf(port));
  }

  private String zooKeeper() {
    return LOOPBACK + ":" + port("zookeeper");
  }

  private String dir(String name) {
    return dataDir.resolve(name).toString();
  }
}
