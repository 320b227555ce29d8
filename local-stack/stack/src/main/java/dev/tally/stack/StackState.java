package dev.tally.stack;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The state of the stack between two commands, stored in {@code stack.json}.
 *
 * @param version the version of the file format; 1
 * @param servers by {@link Server#label()}
 */
record StackState(int version, Map<String, Entry> servers) {
  private static final int VERSION = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * The state of one server.
   *
   * @param pid the id of its process; 0 if it was stopped on purpose
   * @param startedAtMillis when that process started, in milliseconds since 1970 by the system's
   *     clock; distinguishes it from a later process with the same pid
   * @param healthy whether it has passed its health check since its start
   * @param heapMiB its maximum heap size
   * @param ports by name
   */
  record Entry(
      long pid, long startedAtMillis, boolean healthy, int heapMiB, Map<String, Integer> ports) {

    Entry proved() {
      return new Entry(pid, startedAtMillis, true, heapMiB, ports);
    }

    Entry stopped() {
      return new Entry(0, 0, false, heapMiB, ports);
    }
  }

  StackState {
    servers = Map.copyOf(servers);
  }

  static StackState empty() {
    return new StackState(VERSION, Map.of());
  }

  @Nullable Entry get(Server server) {
    return servers.get(server.label());
  }

  StackState with(Server server, Entry entry) {
    Map<String, Entry> changed = new TreeMap<>(servers);
    changed.put(server.label(), entry);
    return new StackState(VERSION, changed);
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
