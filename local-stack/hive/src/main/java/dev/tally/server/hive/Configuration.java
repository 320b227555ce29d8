package dev.tally.server.hive;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes a server use one directory for its {@code hive-site.xml} and for the files that it writes.
 */
final class Configuration {
  private Configuration() {}

  /**
   * Adds the directory to the class path of this thread and of the threads that it starts. Must be
   * called before any Hive code runs.
   */
  static void in(String[] args) throws IOException {
    if (args.length != 1) {
      throw new IllegalArgumentException("One argument is needed: the directory of hive-site.xml.");
    }
    Path directory = Path.of(args[0]);
    System.setProperty("derby.stream.error.file", directory.resolve("derby.log").toString());
    // Concurrent changes of a table's partitions can deadlock in Derby, which detects a deadlock
    // only after this number of seconds (Derby's default: 20). The metastore then tries again.
    System.setProperty("derby.locks.deadlockTimeout", "1");
    System.setProperty(
        "java.io.tmpdir", Files.createDirectories(directory.resolve("tmp")).toString());
    URL[] found = {directory.toUri().toURL()};
    ClassLoader all = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(new URLClassLoader(found, all));
  }
}
