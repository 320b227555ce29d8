package dev.tally.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where a stack keeps what: all below its data directory. */
record StackFiles(Path dataDir) {
  StackFiles {
    dataDir = dataDir.toAbsolutePath().normalize();
  }

  Path state() {
    return dataDir.resolve("stack.json");
  }

  Path lock() {
    return dataDir.resolve("stack.lock");
  }

  Path log(Server server) {
    return dataDir.resolve("logs").resolve(server.label() + ".log");
  }

  Path data(Server server) {
    return dataDir.resolve(server.label());
  }

  /** Deletes what a stack has made here, and the directory itself if nothing else is in it. */
  void delete() {
    try {
      for (Server server : Server.values()) {
        deleteAll(data(server));
        Files.deleteIfExists(log(server));
      }
      for (Path file : List.of(state(), lock(), dataDir.resolve("logs"), dataDir)) {
        if (!isFullDirectory(file)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new StackException(dataDir + " cannot be deleted.", e);
    }
  }

  /** Deletes the directory, whatever is in it. */
  void deleteAll() {
    try {
      deleteAll(dataDir);
    } catch (IOException e) {
      throw new StackException(dataDir + " cannot be deleted.", e);
    }
  }

  private static boolean isFullDirectory(Path file) throws IOException {
    if (!Files.isDirectory(file)) {
      return false;
    }
    try (Stream<Path> inside = Files.list(file)) {
      return inside.findAny().isPresent();
    }
  }

  private static void deleteAll(Path dir) throws IOException {
    if (!Files.exists(dir)) {
      return;
    }
    try (Stream<Path> all = Files.walk(dir)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
