package dev.tally.operations;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds a free port on loopback. */
public final class FreePort {
  private static final int MAX_PORT = 65_535;

  /**
   * The first port of the range. The range is above the ports of the local servers and below the
   * ports that Linux and macOS assign to outgoing connections, because the caller may open
   * connections before it binds the port.
   */
  private static final int FIRST = 30_000;

  private static final int END = 32_768;
  private static final int ATTEMPTS = 1_000;

  private FreePort() {}

  /**
   * Checks that the port of an option is free, and returns it.
   *
   * @throws IllegalArgumentException if no process can listen on the port now
   */
  public static int required(String option, int port) {
    if (port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException(
          "%s=%d is not a valid port: choose one from 1 to %d.".formatted(option, port, MAX_PORT));
    }
    try {
      bind(port);
      return port;
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "%s=%d: the port cannot be used (%s). Omit the option to use a free port, or choose another one."
              .formatted(option, port, e.getMessage()),
          e);
    }
  }

  /**
   * Returns a port that is free now; another process may bind it before the caller does.
   *
   * @throws IOException if no port is free
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
