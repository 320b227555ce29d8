package dev.tally.cli;

import dev.tally.server.stack.LocalStack;
import dev.tally.server.stack.PrivateFiles;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** Copies the logs of temporary servers before they are deleted, unless the run succeeded. */
final class KeptLogs implements Closeable {
  private final LocalStack stack;
  private final String name;
  private final PrintWriter err;
  private boolean kept = true;

  /**
   * Creates the copy task of a stack.
   *
   * @param name the directory under {@code logs/chaos} that receives the logs
   */
  KeptLogs(LocalStack stack, String name, PrintWriter err) {
    this.stack = stack;
    this.name = name;
    this.err = err;
  }

  /** Skips the copy, because the run succeeded. */
  void skip() {
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
