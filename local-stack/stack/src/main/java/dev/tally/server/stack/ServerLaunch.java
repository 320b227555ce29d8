package dev.tally.server.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One start of one server: from the check of its ports to its first successful health check. */
final class ServerLaunch {
  private static final int LAST_LINES = 20;
  private static final Duration ONE_TRY = Duration.ofSeconds(30);
  private static final Duration PORT_GRACE = Duration.ofSeconds(3);

  private final Server server;
  private final Ports ports;
  private final Path log;
  private final long logFrom;
  private final ServerProcess process;

  private ServerLaunch(Server server, Ports ports, Path log, long logFrom, ServerProcess process) {
    this.server = server;
    this.ports = ports;
    this.log = log;
    this.logFrom = logFrom;
    this.process = process;
  }

  /** Starts a process that waits until {@link #release}. */
  static ServerLaunch gated(Server server, ServerSettings settings) {
    Ports ports = settings.topology().of(server);
    for (String name : server.kind().portNames()) {
      requireFree(server, name, ports.get(name));
    }
    StackFiles files = settings.files();
    Path log = files.log(server);
    try {
      PrivateFiles.directory(files.data(server));
      PrivateFiles.directory(files.logs());
      PrivateFiles.file(log);
      List<String> command = server.kind().command(settings);
      long logFrom = Files.exists(log) ? Files.size(log) : 0;
      ServerProcess process =
          ServerProcess.gated(command, files.data(server), log, settings.attached());
      return new ServerLaunch(server, ports, log, logFrom, process);
    } catch (IOException e) {
      throw new StackException("%s cannot be started: %s".formatted(server.label(), e), e);
    }
  }

  /**
   * Returns the launch of a server that runs already, e.g. because its first start was interrupted.
   */
  static ServerLaunch running(Server server, Ports ports, StackFiles files, ServerProcess process) {
    return new ServerLaunch(server, ports, files.log(server), 0, process);
  }

  /** Returns the entry that the state file must contain before the process is released. */
  StackState.Entry entry(int heapMiB) {
    return new StackState.Entry(
        process.pid(), process.startedAtMillis(), false, heapMiB, ports.byName());
  }

  void release() {
    try {
      process.release();
    } catch (IOException e) {
      throw died();
    }
  }

  Server server() {
    return server;
  }

  long pid() {
    return process.pid();
  }

  /** Waits until the server has passed its health check. */
  void awaitHealthy(Topology topology, Duration atMost) {
    AtomicReference<@Nullable UnhealthyException> last = new AtomicReference<>();
    boolean healthy = Await.until(atMost, () -> answersOrDied() && isHealthy(topology, last));
    if (!healthy) {
      throw new StackException(
          "%s (pid %d) runs, but did not become healthy within %d s: %s. Its log is %s; it ends with%n%s"
              .formatted(
                  server.label(),
                  process.pid(),
                  atMost.toSeconds(),
                  why(last.get()),
                  log,
                  ServerProcess.lastLines(log, logFrom, LAST_LINES)),
          last.get());
    }
  }

  private boolean answersOrDied() {
    if (!process.isAlive()) {
      throw died();
    }
    return server.kind().portNames().stream().allMatch(name -> Ports.isListening(ports.get(name)));
  }

  private boolean isHealthy(Topology topology, AtomicReference<@Nullable UnhealthyException> last) {
    try {
      server.kind().check(topology, ONE_TRY);
      return true;
    } catch (UnhealthyException e) {
      last.set(e);
      return false;
    }
  }

  private StackException died() {
    return new StackException(
        "%s died while it started. Its log is %s; it ends with%n%s"
            .formatted(server.label(), log, ServerProcess.lastLines(log, logFrom, LAST_LINES)));
  }

  private static String why(@Nullable UnhealthyException last) {
    return last == null ? "it does not listen on its ports" : String.valueOf(last.getMessage());
  }

  private static void requireFree(Server server, String name, int port) {
    // A process that was just killed holds its ports until its last thread has exited.
    if (!Await.until(PORT_GRACE, () -> Ports.isFree(port))) {
      throw new StackException(
          "Port %d (%s of %s) is in use by another process: stop that process, or choose another port for %s."
              .formatted(port, name, server.label(), server.label()));
    }
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
