package dev.tally.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds a port on loopback that nobody listens on. */
public final class FreePort {
  private static final int MAX_PORT = 65_535;

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
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "%s=%d: the port cannot be used (%s). Leave the option out for a free one, or choose another."
              .formatted(option, port, e.getMessage()),
          e);
    }
  }

  /** A free port, which another process may still take. */
  public static int find() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
