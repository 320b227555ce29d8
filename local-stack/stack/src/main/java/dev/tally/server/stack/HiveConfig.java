package dev.tally.server.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the configuration of Hive's servers. */
final class HiveConfig {
  /** The packages of java.base that Hive and Tez access by reflection on JDK 17. */
  private static final List<String> OPENED =
      List.of(
          "lang", "net", "nio", "util", "util.concurrent", "util.concurrent.atomic", "util.regex");

  private HiveConfig() {}

  static List<String> jvmOptions() {
    return Stream.concat(
            // Chosen for a fast start, not for peak performance.
            Stream.of("-Xms128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
            OPENED.stream().map(name -> "--add-opens=java.base/java." + name + "=ALL-UNNAMED"))
        .toList();
  }

  /**
   * Writes {@code hive-site.xml} for one server.
   *
   * @param own the settings that only this server has
   * @return the arguments of its main class
   */
  static List<String> write(
      StackFiles files, Server server, Topology topology, Map<String, Object> own)
      throws IOException {
    Path dir = PrivateFiles.directory(files.data(server));
    Map<String, Object> all = new TreeMap<>(own);
    all.put("hive.metastore.uris", metastore(topology));
    all.put("fs.defaultFS", "file:///");
    all.put("metastore.warehouse.dir", files.data(Server.METASTORE).resolve("managed"));
    all.put("metastore.warehouse.external.dir", warehouse(files));
    PrivateFiles.write(dir.resolve("hive-site.xml"), xml(all));
    return List.of(dir.toString());
  }

  static String metastore(Topology topology) {
    return "thrift://" + topology.of(Server.METASTORE).address(HiveMetastore.THRIFT);
  }

  static Path warehouse(StackFiles files) {
    return files.data(Server.METASTORE).resolve("warehouse");
  }

  private static String xml(Map<String, Object> settings) {
    return settings.entrySet().stream()
        .map(
            setting ->
                "  <property><name>%s</name><value>%s</value></property>%n"
                    .formatted(setting.getKey(), escaped(setting.getValue().toString())))
        .collect(Collectors.joining("", "<configuration>\n", "</configuration>\n"));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
