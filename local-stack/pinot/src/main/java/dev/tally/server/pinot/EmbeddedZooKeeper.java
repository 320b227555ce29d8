package dev.tally.server.pinot;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;

/**
 * A ZooKeeper server that has clients in its own JVM only.
 *
 * <p>No session can therefore outlive the process. Sessions that are found on disk at a start are
 * dead; they are ended at once instead of after their timeout, so that a restart after a SIGKILL is
 * as fast as a first start.
 */
final class EmbeddedZooKeeper implements AutoCloseable {
  private static final int TICK_MILLIS = 2000;
  private static final int MAX_CONNECTIONS = 200;

  private final NIOServerCnxnFactory connections;

  private EmbeddedZooKeeper(NIOServerCnxnFactory connections) {
    this.connections = connections;
  }

  static EmbeddedZooKeeper start(Path dataDir, int port) throws IOException, InterruptedException {
    File dir = Files.createDirectories(dataDir).toFile();
    NIOServerCnxnFactory connections = new NIOServerCnxnFactory();
    connections.configure(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), MAX_CONNECTIONS);
    connections.startup(new ForgetfulServer(dir));
    return new EmbeddedZooKeeper(connections);
  }

  @Override
  public void close() {
    connections.shutdown();
  }

  /** Ends every session that is found on disk. */
  private static final class ForgetfulServer extends ZooKeeperServer {
    ForgetfulServer(File dir) throws IOException {
      super(dir, dir, TICK_MILLIS);
    }

    @Override
    public void loadData() throws IOException, InterruptedException {
      super.loadData();
      var sessions = getZKDatabase().getSessionWithTimeOuts();
      for (Long session : List.copyOf(sessions.keySet())) {
        killSession(session, getZKDatabase().getDataTreeLastProcessedZxid());
        sessions.remove(session);
      }
      takeSnapshot();
    }
  }
}
