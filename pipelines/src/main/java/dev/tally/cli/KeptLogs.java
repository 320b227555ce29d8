package dev.tally.cli;

import dev.tally.stack.LocalStack;
import dev.tally.stack.PrivateFiles;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** Keeps the logs of servers that are gone at the end, unless nobody needs them. */
final class KeptLogs implements Closeable {
  private final LocalStack stack;
  private final String name;
  private final PrintWriter err;
  private boolean kept = true;

  /**
   * The logs of a stack.
   *
   * @param name of the directory that takes them
   */
  KeptLogs(LocalStack stack, String name, PrintWriter err) {
    this.stack = stack;
    this.name = name;
    this.err = err;
  }

  /** Nobody needs them. */
  void forget() {
    kept = false;
  }

  @Override
  public void close() throws IOException {
    Path logs = stack.dataDir().resolve("logs");
    if (!kept || !Files.isDirectory(logs)) {
      return;
    }
    Path copies =
        PrivateFiles.directory(new StackDirectory().path().resolve("logs/chaos").resolve(name));
    try (Stream<Path> files = Files.list(logs)) {
      for (Path log : files.toList()) {
        Files.copy(log, copies.resolve(log.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    err.println("The servers' logs are kept in " + copies);
  }
}
