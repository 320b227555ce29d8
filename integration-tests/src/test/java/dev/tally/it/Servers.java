package dev.tally.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

public final class Servers {
  private static final Servers SHARED = new Servers();

  public static Servers shared() {
    return SHARED;
  }

  public String kafkaBootstrap() {
    return "127.0.0.1:29192";
  }

  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
