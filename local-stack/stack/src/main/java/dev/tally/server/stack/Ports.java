package dev.tally.server.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/** The TCP ports of a server by name, all on the loopback interface. */
record Ports(Map<String, Integer> byName) {
  static final String LOOPBACK = "127.0.0.1";
  private static final byte[] LOOPBACK_BYTES = {127, 0, 0, 1};

  /**
   * The range is below the ports that operating systems assign to outgoing connections, so that a
   * stopped server finds its ports free again.
   */
  private static final int FIRST = 20_000;

  private static final int END = 30_000;
  private static final int TRIES = 10_000;

  Ports {
    byName = Map.copyOf(byName);
  }

  int get(String name) {
    Integer port = byName.get(name);
    if (port == null) {
      throw new IllegalArgumentException("No port " + name + " among " + byName.keySet());
    }
    return port;
  }

  /** Returns the address of a port, {@code 127.0.0.1:port}. */
  String address(String name) {
    return LOOPBACK + ":" + get(name);
  }

  /** Chooses a port for every name: the requested one, else the previous one, else a free one. */
  static Ports choose(
      Collection<String> names,
      Map<String, Integer> wanted,
      Map<String, Integer> former,
      Collection<Integer> taken) {
    Map<String, Integer> chosen = new TreeMap<>();
    for (String name : names) {
      Integer port = wanted.getOrDefault(name, former.get(name));
      chosen.put(name, port == null ? free(taken, chosen.values()) : port);
    }
    return new Ports(chosen);
  }

  /** Returns true if a server could listen on the port now. */
  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK_BYTES), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  /**
   * Returns true if a server listens on the port. It connects instead of binding, because the
   * server may be about to bind the port itself.
   */
  static boolean isListening(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK_BYTES), port), 1_000);
      return true;
    } catch (IOException nobody) {
      return false;
    }
  }

  private static int free(Collection<Integer> taken, Collection<Integer> chosen) {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      if (!taken.contains(port) && !chosen.contains(port) && isFree(port)) {
        return port;
      }
    }
    throw new StackException("No free TCP port between " + FIRST + " and " + END + ".");
  }
}
