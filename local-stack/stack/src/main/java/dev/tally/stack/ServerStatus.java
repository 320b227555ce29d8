package dev.tally.stack;

import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A server as it is now.
 *
 * @param server which one
 * @param up whether its process lives
 * @param healthy whether it lives and has proved itself since its start
 * @param pid the process id, while it lives
 * @param ports its TCP ports on 127.0.0.1 by name; kept while it is down; empty if it was never
 *     started
 * @param rssMiB resident memory now in MiB, where the system tells it
 * @param peakMiB highest resident memory since its start in MiB, where the system tells it
 * @param log its log
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
