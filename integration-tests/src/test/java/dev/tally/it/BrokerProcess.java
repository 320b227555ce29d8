package dev.tally.it;

import static org.awaitility.Awaitility.await;

import dev.tally.io.kafka.KafkaCluster;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;

/**
 * A Kafka broker of one test, with settings that the shared broker must not have. It ends with this
 * JVM at the latest.
 */
public final class BrokerProcess implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final Path properties;
  private final String bootstrap;
  private Process process;

  private BrokerProcess(Path properties, String bootstrap) throws IOException {
    this.properties = properties;
    this.bootstrap = bootstrap;
    start();
  }

  /**
   * Starts a broker and waits until it responds.
   *
   * @param dir an empty directory for its files
   * @param port the port on which it listens
   * @param settings are added to those of every such broker, or replace them
   */
  public static BrokerProcess start(Path dir, int port, Map<String, String> settings)
      throws IOException {
    String listener = "127.0.0.1:" + port;
    Path properties = dir.resolve("server.properties");
    Properties all = new Properties();
    all.putAll(defaults(dir.resolve("data"), listener, "127.0.0.1:" + Servers.freePort()));
    all.putAll(settings);
    try (var out = Files.newBufferedWriter(properties)) {
      all.store(out, null);
    }
    return new BrokerProcess(properties, listener);
  }

  private void start() throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-Dtally.exitWithParent=true",
                "-cp",
                classPath(),
                "dev.tally.server.kafka.KafkaServerMain",
                properties.toString())
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(properties.resolveSibling("kafka.log").toFile()))
            .start();
    await().atMost(DEADLINE).ignoreExceptions().until(this::responds);
  }

  /** Ends the broker, starts it again with the same data, and waits until it responds. */
  public void restart() throws IOException {
    close();
    start();
  }

  private boolean responds() throws Exception {
    try (Admin admin = KafkaCluster.at(bootstrap).admin()) {
      return process.isAlive() && !admin.describeCluster().nodes().get().isEmpty();
    }
  }

  /** Returns the class path of the local stack's broker: its module's classes and jars. */
  public static String classPath() throws IOException {
    Path target = Path.of(System.getProperty("tally.home"), "local-stack", "kafka", "target");
    return target.resolve("classes")
        + File.pathSeparator
        + Files.readString(target.resolve("classpath.txt")).strip();
  }

  private static Map<String, String> defaults(Path data, String listener, String controller) {
    Map<String, String> settings = new HashMap<>();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", "1");
    settings.put("controller.quorum.voters", "1@" + controller);
    settings.put("listeners", "PLAINTEXT://" + listener + ",CONTROLLER://" + controller);
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("log.dirs", data.toString());
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("offsets.topic.num.partitions", "1");
    settings.put("transaction.state.log.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("transaction.state.log.num.partitions", "1");
    settings.put("transaction.max.timeout.ms", "900000");
    return settings;
  }

  /** Returns the address on which it listens. */
  public String bootstrap() {
    return bootstrap;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(e));
    }
  }
}
