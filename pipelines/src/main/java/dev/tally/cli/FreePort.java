package dev.tally.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds a free port on loopback. */
public final class FreePort {
  private static final int MAX_PORT = 65_535;

  private FreePort() {}

  /**
   * Checks that the port of an option is free, and returns it.
   *
   * @throws IllegalArgumentException if no process can listen on the port now
   */
  static int required(String option, int port) {
    if (port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException(
          "%s=%d is not a valid port: choose one from 1 to %d.".formatted(option, port, MAX_PORT));
    }
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "%s=%d: the port cannot be used (%s). Omit the option to use a free port, or choose another one."
              .formatted(option, port, e.getMessage()),
          e);
    }
  }

  /** Returns a port that is free now; another process may bind it before the caller does. */
  public static int find() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
