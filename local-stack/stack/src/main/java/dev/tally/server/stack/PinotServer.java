package dev.tally.server.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/** A complete Pinot cluster in one process. */
final class PinotServer implements JvmServerKind {
  static final String CONTROLLER = "controller";
  static final String BROKER = "broker";

  @Override
  public String label() {
    return "pinot";
  }

  @Override
  public List<String> portNames() {
    return List.of("zookeeper", CONTROLLER, BROKER, "server", "admin");
  }

  @Override
  public int defaultHeapMiB() {
    return 1500;
  }

  @Override
  public Set<Server> needs() {
    return Set.of(Server.KAFKA);
  }

  @Override
  public String mainClass() {
    return "dev.tally.server.pinot.PinotCluster";
  }

  @Override
  public List<String> jvmOptions() {
    return List.of("-Xms256m", "-XX:MaxDirectMemorySize=1g");
  }

  @Override
  public List<String> prepare(StackFiles files, Topology topology) throws IOException {
    Path dataDir = files.data(Server.PINOT);
    Ports ports = topology.of(Server.PINOT);
    Properties properties = new Properties();
    properties.setProperty("data.dir", dataDir.resolve("data").toString());
    ports.byName().forEach((name, port) -> properties.setProperty(name + ".port", port.toString()));
    Path file = dataDir.resolve("pinot.properties");
    try (var out = Files.newBufferedWriter(PrivateFiles.file(file))) {
      properties.store(out, null);
    }
    return List.of(file.toString());
  }

  @Override
  public boolean answers(Ports ports) {
    return new PinotHealthCheck(ports).answers();
  }

  @Override
  public void check(Topology topology, Duration atMost) throws UnhealthyException {
    String kafka = topology.of(Server.KAFKA).address(KafkaServer.BROKER);
    new PinotHealthCheck(topology.of(Server.PINOT)).check(kafka, atMost);
  }
}
