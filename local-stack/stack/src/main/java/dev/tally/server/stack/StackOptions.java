package dev.tally.server.stack;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The options with which a stack starts its servers. */
record StackOptions(
    Map<Server, Integer> heaps,
    Map<Server, Map<String, Integer>> wantedPorts,
    String flinkLibrary,
    Duration timeout,
    Progress progress) {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(3);
  private static final int MIN_HEAP_MIB = 128;
  private static final int MAX_PORT = 65_535;

  static StackOptions defaults() {
    return new StackOptions(Map.of(), Map.of(), "", DEFAULT_TIMEOUT, Progress.silent());
  }

  StackOptions withHeapMiB(Server server, int heapMiB) {
    if (heapMiB < MIN_HEAP_MIB) {
      throw new IllegalArgumentException(
          "The heap of %s is %d MiB: use at least %d."
              .formatted(server.label(), heapMiB, MIN_HEAP_MIB));
    }
    Map<Server, Integer> changed = new EnumMap<>(Server.class);
    changed.putAll(heaps);
    changed.put(server, heapMiB);
    return new StackOptions(changed, wantedPorts, flinkLibrary, timeout, progress);
  }

  StackOptions withPort(Server server, String name, int port) {
    if (!server.kind().portNames().contains(name)) {
      throw new IllegalArgumentException(
          "%s has no port %s: use one of %s."
              .formatted(server.label(), name, server.kind().portNames()));
    }
    if (port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException(
          "Port %s of %s is %d: choose one from 1 to %d."
              .formatted(name, server.label(), port, MAX_PORT));
    }
    Map<Server, Map<String, Integer>> changed = new EnumMap<>(Server.class);
    changed.putAll(wantedPorts);
    Map<String, Integer> ofServer = new TreeMap<>(ports(server));
    ofServer.put(name, port);
    changed.put(server, ofServer);
    return new StackOptions(heaps, changed, flinkLibrary, timeout, progress);
  }

  StackOptions withFlinkLibrary(String changed) {
    return new StackOptions(heaps, wantedPorts, changed, timeout, progress);
  }

  StackOptions withTimeout(Duration changed) {
    if (changed.isNegative() || changed.isZero()) {
      throw new IllegalArgumentException("The timeout is " + changed + ": it must be positive.");
    }
    return new StackOptions(heaps, wantedPorts, flinkLibrary, changed, progress);
  }

  StackOptions withProgress(Progress changed) {
    return new StackOptions(heaps, wantedPorts, flinkLibrary, timeout, changed);
  }

  Map<String, Integer> ports(Server server) {
    return wantedPorts.getOrDefault(server, Map.of());
  }

  /** Returns the ports that other servers have or are configured to have. */
  Set<Integer> portsOfOthers(Server server, StackState state) {
    Set<Integer> taken = new HashSet<>();
    for (Server other : Server.values()) {
      StackState.@Nullable Entry entry = state.get(other);
      if (other != server) {
        taken.addAll(entry == null ? List.of() : entry.ports().values());
        taken.addAll(ports(other).values());
      }
    }
    return taken;
  }

  /** Returns what is appended to the server's own class path; empty if nothing is. */
  String library(Server server) {
    boolean flink = server == Server.JOBMANAGER || server == Server.TASKMANAGER;
    return flink ? flinkLibrary : "";
  }

  /** Returns the requested heap size, else the previous one, else the server's default. */
  int heapMiB(Server server, StackState.@Nullable Entry former) {
    int remembered = former == null ? server.kind().defaultHeapMiB() : former.heapMiB();
    return heaps.getOrDefault(server, remembered);
  }
}
