package dev.tally.cli;

import dev.tally.stack.LocalStack;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** Keeps the logs of servers that are gone at the end, unless nobody needs them. */
final class KeptLogs implements AutoCloseable {
  private final LocalStack stack;
  private final PrintWriter err;
  private boolean kept = true;

  KeptLogs(LocalStack stack, PrintWriter err) {
    this.stack = stack;
    this.err = err;
  }

  void keep(boolean kept) {
    this.kept = kept;
  }

  @Override
  public void close() throws IOException {
    Path logs = stack.dataDir().resolve("logs");
    if (!kept || !Files.isDirectory(logs)) {
      return;
    }
    Path copies = Files.createDirectories(new StackDirectory().path().resolve("logs/chaos"));
    try (Stream<Path> files = Files.list(logs)) {
      for (Path log : files.toList()) {
        Files.copy(log, copies.resolve(log.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    err.println("The servers' logs are kept in " + copies);
  }
}
