package dev.tally.server.stack;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Starts the servers of a stack. Each server is recorded in the stack's state before it does
 * anything.
 *
 * @param temporary true if the servers must end with this JVM
 */
record ServerStart(StackFiles files, StackOptions options, boolean temporary) {

  /** Starts those servers that do not run, and waits until each has passed its health check. */
  void all(Set<Server> servers) {
    servers.forEach(server -> server.kind().requireInstalled());
    List<ServerLaunch> launches = new ArrayList<>();
    for (Server server : servers) {
      launch(server).ifPresent(launches::add);
    }
    for (ServerLaunch launch : launches) {
      StackState started = StackState.read(files.state());
      launch.awaitHealthy(Topology.of(started), options.timeout());
      StackState state = StackState.read(files.state());
      StackState.Entry entry = Objects.requireNonNull(state.get(launch.server()));
      state.with(launch.server(), entry.nowHealthy()).write(files.state());
      options.progress().step(launch.server(), "healthy");
    }
  }

  /**
   * Starts a server that does not run. If the server runs but has not passed its health check since
   * its start, or does not answer, returns it again; if it is healthy, returns empty.
   */
  private Optional<ServerLaunch> launch(Server server) {
    StackState state = StackState.read(files.state());
    StackState.@Nullable Entry former = state.get(server);
    Optional<ServerProcess> running = ServerProcess.find(former);
    if (running.isPresent() && former != null) {
      Ports ports = new Ports(former.ports());
      boolean healthy = former.healthy() && server.kind().answers(ports);
      options.progress().step(server, "runs (pid " + running.get().pid() + ")");
      return healthy
          ? Optional.empty()
          : Optional.of(ServerLaunch.running(server, ports, files, running.get()));
    }
    Map<String, Integer> formerPorts = former == null ? Map.of() : former.ports();
    Ports ports =
        Ports.choose(
            server.kind().portNames(),
            options.ports(server),
            formerPorts,
            options.portsOfOthers(server, state));
    int heapMiB = options.heapMiB(server, former);
    if (former == null) {
      requireNoForeignFiles(server);
      // Recorded before its files exist, because delete() deletes only what the state lists.
      state = state.with(server, new StackState.Entry(0, 0, false, heapMiB, Map.of()));
      state.write(files.state());
    }
    ServerLaunch launch =
        ServerLaunch.gated(
            server,
            new ServerSettings(
                files,
                Topology.of(state).with(server, ports),
                heapMiB,
                options.library(server),
                temporary));
    state.with(server, launch.entry(heapMiB)).write(files.state());
    launch.release();
    options.progress().step(server, "starting (pid " + launch.pid() + ")");
    return Optional.of(launch);
  }

  private void requireNoForeignFiles(Server server) {
    Path data = files.data(server);
    if (Files.exists(data, LinkOption.NOFOLLOW_LINKS)) {
      throw new StackException(
          "%s exists, but %s does not list it, so it does not belong to this stack. Move it away, or use another directory with --dir."
              .formatted(data, files.state().getFileName()));
    }
  }
}
