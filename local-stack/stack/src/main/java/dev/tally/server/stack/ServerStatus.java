package dev.tally.server.stack;

import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The current state of a server.
 *
 * @param server the server
 * @param up whether its process is alive
 * @param healthy whether it is alive and has passed its health check since its start
 * @param pid the process id, if it is alive
 * @param ports its TCP ports on 127.0.0.1 by name, also while it is down; empty if it was never
 *     started
 * @param rssMiB the current resident memory in MiB, if the system reports it
 * @param peakMiB the highest resident memory since its start in MiB, if the system reports it
 * @param log its log file
 */
public record ServerStatus(
    Server server,
    boolean up,
    boolean healthy,
    OptionalLong pid,
    Map<String, Integer> ports,
    OptionalLong rssMiB,
    OptionalLong peakMiB,
    Path log) {

  static ServerStatus of(Server server, StackState.@Nullable Entry entry, Path log) {
    OptionalLong pid = ServerProcess.find(entry).stream().mapToLong(ServerProcess::pid).findFirst();
    return new ServerStatus(
        server,
        pid.isPresent(),
        pid.isPresent() && entry != null && entry.healthy(),
        pid,
        entry == null ? Map.of() : entry.ports(),
        pid.isPresent() ? Memory.rssMiB(pid.getAsLong()) : pid,
        pid.isPresent() ? Memory.peakMiB(pid.getAsLong()) : pid,
        log);
  }
}
