package dev.tally.server.stack;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The state of the stack between two commands, stored in {@code stack.json}.
 *
 * @param version the version of the file format; 1
 * @param servers by {@link Server#label()}
 * @param jobs the jobs whose directory is in the stack's data directory, by the name of the
 *     directory; null in files of stacks without jobs
 */
record StackState(int version, Map<String, Entry> servers, @Nullable Map<String, Job> jobs) {
  private static final int VERSION = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * The state of one server.
   *
   * @param pid the id of its process; 0 if it was stopped on purpose or has not been started yet
   * @param startedAtMillis when that process started, in milliseconds since 1970 by the system's
   *     clock; distinguishes it from a later process with the same pid
   * @param healthy whether it has passed its health check since its start
   * @param heapMiB its maximum heap size
   * @param ports by name
   */
  record Entry(
      long pid, long startedAtMillis, boolean healthy, int heapMiB, Map<String, Integer> ports) {

    Entry nowHealthy() {
      return new Entry(pid, startedAtMillis, true, heapMiB, ports);
    }

    Entry stopped() {
      return new Entry(0, 0, false, heapMiB, ports);
    }
  }

  /**
   * The last process that used the directory of a job.
   *
   * @param startedAtMillis start time of the process, as in {@link Entry}
   */
  record Job(long pid, long startedAtMillis) {}

  StackState {
    servers = Map.copyOf(servers);
    jobs = jobs == null ? Map.of() : Map.copyOf(jobs);
  }

  @Override
  public Map<String, Job> jobs() {
    return Objects.requireNonNull(jobs);
  }

  static StackState empty() {
    return new StackState(VERSION, Map.of(), Map.of());
  }

  @Nullable Entry get(Server server) {
    return servers.get(server.label());
  }

  StackState with(Server server, Entry entry) {
    Map<String, Entry> changed = new TreeMap<>(servers);
    changed.put(server.label(), entry);
    return new StackState(VERSION, changed, jobs);
  }

  StackState with(String directory, Job job) {
    Map<String, Job> changed = new TreeMap<>(jobs());
    changed.put(directory, job);
    return new StackState(VERSION, servers, changed);
  }

  /** Reads the file; a missing file is an empty state. */
  static StackState read(Path file) {
    if (!Files.exists(file)) {
      return empty();
    }
    try {
      StackState state = JSON.readValue(file.toFile(), StackState.class);
      if (state.version() != VERSION) {
        throw new StackException(
            file
                + " has version "
                + state.version()
                + ", but this build of Tally reads version "
                + VERSION
                + ": stop the stack with the build that started it.");
      }
      return state;
    } catch (IOException e) {
      throw new StackException(
          file + " cannot be read: stop its servers by hand and delete the file.", e);
    }
  }

  /** Replaces the file atomically. */
  void write(Path file) {
    try {
      Path next = file.resolveSibling(file.getFileName() + ".next");
      PrivateFiles.write(next, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new StackException("%s cannot be written: %s".formatted(file, e), e);
    }
  }
}
