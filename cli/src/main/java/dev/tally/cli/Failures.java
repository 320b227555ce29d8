package dev.tally.cli;

import dev.failsafe.FailsafeException;
import dev.tally.io.clickhouse.ClickHouseException;
import dev.tally.io.hive.HiveException;
import dev.tally.io.pinot.PinotException;
import dev.tally.server.stack.StackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/**
 * Reports the failure of a command to the user: the exception's message if it was written for
 * users, otherwise the chain of causes. Stack traces go to the log only.
 */
final class Failures {
  private static final int MAX_CAUSES = 20;

  private Failures() {}

  static int report(Exception thrown, CommandLine command) {
    Throwable e = unwrapped(thrown);
    LoggerFactory.getLogger(Failures.class).info("Command failed", thrown);
    Main.printError(command, message(e));
    if (e instanceof IllegalArgumentException) {
      return Exit.USAGE;
    }
    return isUnavailable(e) ? Exit.UNAVAILABLE : Exit.DIFFERENT;
  }

  private static Throwable unwrapped(Throwable thrown) {
    Throwable e = thrown;
    while ((e instanceof CompletionException
            || e instanceof FailsafeException
            || e instanceof ExecutionException
            || e instanceof UncheckedIOException)
        && e.getCause() != null) {
      e = e.getCause();
    }
    return e;
  }

  private static boolean isUnavailable(Throwable e) {
    return e instanceof IOException
        || e instanceof KafkaException
        || e instanceof StackException
        || e instanceof PinotException
        || e instanceof ClickHouseException
        || e instanceof HiveException;
  }

  /** Returns the text that the user sees. */
  static String message(Throwable e) {
    if (e instanceof FileSystemException file) {
      return fileMessage(file);
    }
    boolean written = e instanceof IllegalArgumentException || isUnavailable(e);
    if (written && e.getMessage() != null) {
      return e.getMessage();
    }
    return "Unexpected failure: %s%nThe stack trace is in %s"
        .formatted(causes(e), System.getProperty("tally.log", "target/tally.log"));
  }

  private static String fileMessage(FileSystemException e) {
    if (e instanceof AccessDeniedException) {
      return "%s: no permission. Run ./tally as the owner, or name another directory with --dir."
          .formatted(e.getFile());
    }
    if (e instanceof NoSuchFileException) {
      return "%s: no such file.".formatted(e.getFile());
    }
    return "%s: %s".formatted(e.getFile(), e.getReason() == null ? e.toString() : e.getReason());
  }

  /** Returns the messages of the exception and its causes, outermost first, without repetitions. */
  static String causes(Throwable thrown) {
    StringBuilder causes = new StringBuilder();
    Throwable e = thrown;
    for (int i = 0; e != null && i < MAX_CAUSES; i++) {
      String text = e.getMessage() == null ? e.getClass().getName() : e.getMessage();
      String line = text.lines().findFirst().orElse("");
      if (causes.indexOf(line) < 0) {
        causes.append(causes.isEmpty() ? "" : ": ").append(line);
      }
      e = e.getCause();
    }
    return causes.toString();
  }
}
