package dev.tally.it.kafkaiosink;

import static org.awaitility.Awaitility.await;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.it.Servers;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;

/**
 * A Kafka broker that keeps the offsets of an idle group for one minute, the minimum; the default
 * is seven days. It ends with this JVM at the latest.
 */
final class ForgetfulBroker implements AutoCloseable {
  private final Process process;
  private final String bootstrap;

  private ForgetfulBroker(Process process, String bootstrap) {
    this.process = process;
    this.bootstrap = bootstrap;
  }

  static ForgetfulBroker start(Path dir) throws IOException {
    String bootstrap = "127.0.0.1:" + Servers.freePort();
    Path properties = dir.resolve("server.properties");
    Files.writeString(
        properties, properties(dir.resolve("data"), bootstrap, "127.0.0.1:" + Servers.freePort()));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-Dtally.exitWithParent=true",
                "-cp",
                classPath(),
                "dev.tally.server.kafka.KafkaServerMain",
                properties.toString())
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("kafka.log").toFile())
            .start();
    await()
        .atMost(KafkaIoJob.DEADLINE)
        .ignoreExceptions()
        .until(() -> process.isAlive() && answers(bootstrap));
    return new ForgetfulBroker(process, bootstrap);
  }

  private static boolean answers(String bootstrap) throws Exception {
    try (Admin admin = KafkaCluster.at(bootstrap).admin()) {
      return !admin.describeCluster().nodes().get().isEmpty();
    }
  }

  private static String classPath() throws IOException {
    Path target = Path.of(System.getProperty("tally.home"), "local-stack", "kafka", "target");
    return target.resolve("classes")
        + File.pathSeparator
        + Files.readString(target.resolve("classpath.txt")).strip();
  }

  private static String properties(Path data, String broker, String controller) {
    return """
    process.roles=broker,controller
    node.id=1
    controller.quorum.voters=1@%1$s
    listeners=PLAINTEXT://%2$s,CONTROLLER://%1$s
    controller.listener.names=CONTROLLER
    log.dirs=%3$s
    offsets.topic.replication.factor=1
    offsets.topic.num.partitions=1
    offsets.retention.minutes=1
    offsets.retention.check.interval.ms=1000
    transaction.state.log.replication.factor=1
    transaction.state.log.min.isr=1
    transaction.state.log.num.partitions=1
    transaction.max.timeout.ms=900000
    """
        .formatted(controller, broker, data);
  }

  String bootstrap() {
    return bootstrap;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(KafkaIoJob.DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(e));
    }
  }
}
