package dev.tally.server.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The process of a server. It is identified by its pid and start time, so that a later process with
 * the same pid is never mistaken for it.
 *
 * <p>A new process waits at a gate: a shell that replaces itself with the server when it is
 * released, and exits if its starter dies before that. So no server ever runs that the state file
 * does not list. The process ignores Ctrl-C and the end of the terminal.
 */
final class ServerProcess {
  /**
   * The maximum difference between two readings of the start time of one process. The system stores
   * it as the time since boot, and each JVM adds the boot time that it reads, which changes when
   * the clock is corrected.
   */
  private static final Duration SAME_START = Duration.ofSeconds(2);

  /** The umask makes all files of servers readable by their owner only. */
  private static final String GATE =
      "umask 077; trap '' INT HUP; read go || exit 1; [ \"$go\" = go ] || exit 1; "
          + "if command -v setsid >/dev/null 2>&1; then set -- setsid \"$@\"; fi; ";

  private static final String DETACHED = GATE + "exec \"$@\" </dev/null";
  private static final String ATTACHED = GATE + "exec \"$@\"";

  private final ProcessHandle handle;
  private final @Nullable Process gated;

  private ServerProcess(ProcessHandle handle, @Nullable Process gated) {
    this.handle = handle;
    this.gated = gated;
  }

  /**
   * Starts a process that waits at the gate.
   *
   * @param directory its working directory
   * @param attached whether its standard input stays open as long as this JVM lives
   */
  static ServerProcess gated(List<String> command, Path directory, Path log, boolean attached)
      throws IOException {
    List<String> shell =
        new ArrayList<>(List.of("/bin/sh", "-c", attached ? ATTACHED : DETACHED, "tally-server"));
    shell.addAll(command);
    Process process =
        new ProcessBuilder(shell)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    return new ServerProcess(process.toHandle(), process);
  }

  /** Returns the process of a recorded server if it is alive. */
  static Optional<ServerProcess> find(StackState.@Nullable Entry entry) {
    return entry == null || entry.pid() == 0
        ? Optional.empty()
        : find(entry.pid(), entry.startedAtMillis());
  }

  /** Returns the process with this pid and start time if it is alive. */
  static Optional<ServerProcess> find(long pid, long startedAtMillis) {
    return ProcessHandle.of(pid)
        .filter(ServerProcess::isAlive)
        .filter(handle -> isSameStart(startOf(handle), startedAtMillis))
        .map(handle -> new ServerProcess(handle, null));
  }

  static boolean isSameStart(long millis, long remembered) {
    return Math.abs(millis - remembered) <= SAME_START.toMillis();
  }

  /** Opens the gate. */
  void release() throws IOException {
    if (gated == null) {
      throw new IllegalStateException("Only a new process waits at the gate.");
    }
    var in = gated.getOutputStream();
    in.write("go\n".getBytes(StandardCharsets.US_ASCII));
    in.flush();
  }

  long pid() {
    return handle.pid();
  }

  /** Returns milliseconds since 1970 by the system's clock. */
  long startedAtMillis() {
    return startOf(handle);
  }

  boolean isAlive() {
    return isAlive(handle);
  }

  /**
   * Returns true if the process runs. A zombie counts as dead when its last thread has exited: its
   * parent may never reap it (PID 1 of some containers does not). It may also be reaped between the
   * two checks, so {@code isAlive()} is checked again afterwards.
   */
  private static boolean isAlive(ProcessHandle handle) {
    return handle.isAlive()
        && !isZombie(Path.of("/proc", Long.toString(handle.pid())))
        && handle.isAlive();
  }

  private static boolean isZombie(Path process) {
    try (Stream<Path> threads = Files.list(process.resolve("task"))) {
      String stat = Files.readString(process.resolve("stat"));
      return stat.startsWith("Z", stat.lastIndexOf(')') + 2) && threads.count() <= 1;
    } catch (IOException | UncheckedIOException notThere) {
      return false;
    }
  }

  /**
   * Sends SIGTERM, and SIGKILL if the process is still alive after the timeout. Waits until the
   * process is dead.
   */
  void stop(Duration timeout) {
    handle.destroy();
    if (!Await.until(timeout, () -> !isAlive())) {
      kill();
    }
  }

  /** Sends SIGKILL and waits until the process is dead. */
  void kill() {
    handle.destroyForcibly();
    Duration atMost = Duration.ofSeconds(30);
    if (!Await.until(atMost, () -> !isAlive())) {
      throw new StackException(
          "Process " + pid() + " is still alive " + atMost.toSeconds() + " s after SIGKILL.");
    }
  }

  /** Returns the last lines that were written to a log after a position in bytes. */
  static String lastLines(Path log, long from, int lines) {
    try {
      byte[] all = Files.readAllBytes(log);
      int start = (int) Math.min(from, all.length);
      String text = new String(all, start, all.length - start, StandardCharsets.UTF_8);
      List<String> found = text.lines().toList();
      return String.join("\n", found.subList(Math.max(0, found.size() - lines), found.size()));
    } catch (IOException e) {
      return "(" + log + " cannot be read: " + e.getMessage() + ")";
    }
  }

  static long startOf(ProcessHandle handle) {
    return handle.info().startInstant().orElse(Instant.EPOCH).toEpochMilli();
  }
}
