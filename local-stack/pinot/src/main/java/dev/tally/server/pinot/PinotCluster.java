package dev.tally.server.pinot;

import dev.tally.server.life.StandardInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Level;
import org.apache.pinot.broker.broker.helix.HelixBrokerStarter;
import org.apache.pinot.common.utils.ServiceStatus;
import org.apache.pinot.controller.ControllerStarter;
import org.apache.pinot.server.starter.helix.HelixServerStarter;
import org.apache.pinot.spi.env.PinotConfiguration;
import org.apache.pinot.spi.services.ServiceStartable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs ZooKeeper and a Pinot controller, server and broker in one JVM, all on the loopback
 * interface.
 *
 * <p>Input: the path of a properties file with {@code data.dir} and the ports {@code
 * zookeeper.port}, {@code controller.port}, {@code broker.port}, {@code server.port} (queries),
 * {@code admin.port}. With the system property {@code tally.exitWithParent=true} it stops when its
 * standard input ends.
 *
 * <p>Output: the line {@value #READY} on standard output as soon as every component reports the
 * status GOOD. This status does not cover ingestion; only a row that becomes visible shows that
 * ingestion works.
 *
 * <p>Errors: logs an error and exits with 1 if a component does not start. SIGTERM stops the
 * components, the last started first, and exits with 0.
 */
public final class PinotCluster {
  static final String READY = "Pinot is ready";

  private static final Logger LOG = LoggerFactory.getLogger(PinotCluster.class);

  /**
   * A strong reference, because java.util.logging forgets the level of a logger that is not
   * referenced.
   */
  private static final java.util.logging.Logger HTTP =
      java.util.logging.Logger.getLogger("org.glassfish");

  /** The exit code after {@link #stop}. */
  private static volatile int exitCode;

  private final Deque<AutoCloseable> started = new ArrayDeque<>();

  private PinotCluster() {}

  public static void main(String[] args) {
    try {
      if (args.length != 1) {
        throw new IllegalArgumentException("One argument is needed: the path of pinot.properties.");
      }
      StandardInput.exitWithIt();
      PinotCluster cluster = new PinotCluster();
      Runtime.getRuntime().addShutdownHook(new Thread(cluster::stop, "stop-pinot"));
      cluster.start(PinotSettings.of(read(Path.of(args[0]))));
      Thread.currentThread().join();
    } catch (Exception | LinkageError e) {
      LOG.error("Pinot did not start.", e);
      exitCode = 1;
      System.exit(1);
    }
  }

  private void start(PinotSettings settings) throws Exception {
    HTTP.setLevel(Level.SEVERE);
    LoopbackQueries.enforce();
    EmbeddedZooKeeper zooKeeper =
        EmbeddedZooKeeper.start(
            settings.dataDir().resolve("zookeeper"), settings.port("zookeeper"));
    started.push(zooKeeper);
    start(new ControllerStarter(), settings.controller());
    start(new HelixServerStarter(), settings.server());
    start(new HelixBrokerStarter(), settings.broker());
    while (ServiceStatus.getServiceStatus() != ServiceStatus.Status.GOOD) {
      Thread.sleep(50);
    }
    System.out.println(READY);
  }

  private void start(ServiceStartable part, Map<String, Object> settings) throws Exception {
    part.init(new PinotConfiguration(settings));
    started.push(part::stop);
    part.start();
  }

  private void stop() {
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        LOG.warn("A component did not stop cleanly.", e);
      }
    }
    // Halts, because shutdown hooks of the components might hang; their non-daemon threads do not
    // matter here.
    Runtime.getRuntime().halt(exitCode);
  }

  private static Properties read(Path file) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      properties.load(in);
    }
    return properties;
  }
}
