package dev.tally.server.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The files of a stack, all of which are below its data directory. */
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

  Path logs() {
    return dataDir.resolve("logs");
  }

  Path log(Server server) {
    return logs().resolve(server.label() + ".log");
  }

  Path data(Server server) {
    return dataDir.resolve(server.label());
  }

  /**
   * Returns the directory of a job.
   *
   * @throws StackException if it would not be directly below the data directory
   */
  Path jobData(String name) {
    Path directory = dataDir.resolve(name).normalize();
    if (!dataDir.equals(directory.getParent())) {
      throw new StackException(
          "%s lists a job in %s, which is not directly below %s: correct the file."
              .formatted(state(), directory, dataDir));
    }
    return directory;
  }

  /** Returns true if a stack has been started in the directory. */
  boolean hasStack() {
    return Files.exists(state());
  }

  /**
   * Creates the data directory with mode 700. The mode of an existing directory is changed only if
   * it contains a stack; any other directory belongs to the user.
   *
   * @throws StackException if the directory cannot be created or written
   */
  void createDataDir() {
    try {
      PrivateFiles.directory(dataDir);
      if (hasStack()) {
        PrivateFiles.restrict(dataDir);
        PrivateFiles.file(state());
      }
    } catch (IOException e) {
      throw new StackException(
          "%s cannot be created or written: %s. Change its owner or permissions, or use another directory with --dir."
              .formatted(dataDir, e),
          e);
    }
  }

  /**
   * Deletes what {@code stack.json} lists: the data directory and the log of each of its servers,
   * the directories of its jobs, and the stack's own files. If one of these directories or logs is
   * a symbolic link, it is neither followed nor deleted. The data directory itself is deleted if
   * nothing else is in it.
   *
   * @param callersLogs files that are deleted too if they are in the stack's directory of logs
   * @return what was kept: everything else in the directory
   */
  List<Path> delete(Collection<Path> callersLogs) {
    try {
      StackState state = StackState.read(state());
      List<Path> jobs = state.jobs().keySet().stream().map(this::jobData).toList();
      for (Server server : Server.values()) {
        if (state.get(server) != null) {
          deleteAll(data(server));
          deleteLog(log(server));
        }
      }
      for (Path job : jobs) {
        deleteAll(job);
      }
      for (Path log : callersLogs) {
        deleteLog(log);
      }
      deleteIfEmpty(logs());
      Files.deleteIfExists(state());
      Files.deleteIfExists(lock());
      return deleteIfEmpty(dataDir);
    } catch (IOException e) {
      throw new StackException(
          "%s cannot be deleted: %s. Delete the rest by hand.".formatted(dataDir, e), e);
    }
  }

  /** Deletes the directory with everything in it; for a temporary stack. */
  void deleteAll() {
    try {
      deleteAll(dataDir);
    } catch (IOException e) {
      throw new StackException(dataDir + " cannot be deleted.", e);
    }
  }

  private void deleteLog(Path log) throws IOException {
    boolean isHere = logs().equals(log.toAbsolutePath().normalize().getParent());
    if (isHere && !Files.isSymbolicLink(logs()) && !Files.isSymbolicLink(log)) {
      Files.deleteIfExists(log);
    }
  }

  /** Deletes an empty directory; returns what is in a directory that is not empty. */
  private static List<Path> deleteIfEmpty(Path directory) throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    List<Path> inside = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      files.sorted().forEach(inside::add);
    }
    if (inside.isEmpty()) {
      Files.delete(directory);
    }
    return inside;
  }

  /** Deletes a directory. A symbolic link in it is deleted, but not its target. */
  private static void deleteAll(Path dir) throws IOException {
    if (!Files.isDirectory(dir, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> all = Files.walk(dir)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
