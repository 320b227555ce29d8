package dev.tally.cli;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds a port on loopback that no process uses.
 *
 * <p>Limits: another process may take it before its user binds it.
 */
public final class FreePort {
  private static final int MAX_PORT = 65_535;

  /**
   * Between the ports of the local servers and those that Linux and macOS give to outgoing
   * connections: the user of the port opens some before it binds the port.
   */
  private static final int FIRST = 30_000;

  private static final int END = 32_768;
  private static final int ATTEMPTS = 1_000;

  private FreePort() {}

  /**
   * The port that an option names.
   *
   * @throws IllegalArgumentException if it cannot be listened on now
   */
  static int required(String option, int port) {
    if (port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException(
          "%s=%d is no port: choose one from 1 to %d.".formatted(option, port, MAX_PORT));
    }
    try {
      bind(port);
      return port;
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "%s=%d: the port cannot be used (%s). Leave the option out for a free one, or choose another."
              .formatted(option, port, e.getMessage()),
          e);
    }
  }

  /**
   * A free port.
   *
   * @throws IOException if there is none
   */
  public static int find() throws IOException {
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      try {
        bind(port);
        return port;
      } catch (BindException taken) {
        // Another one may be free.
      }
    }
    throw new IOException("No port from %d to %d is free.".formatted(FIRST, END - 1));
  }

  private static void bind(int port) throws IOException {
    new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
  }
}
