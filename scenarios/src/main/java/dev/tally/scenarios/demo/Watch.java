package dev.tally.scenarios.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/** Waits for conditions and reports the progress meanwhile. */
final class Watch {
  private static final Duration DEADLINE = Duration.ofMinutes(6);
  private static final Duration CHECK_EVERY = Duration.ofMillis(250);
  private static final Duration REPORT_EVERY = Duration.ofSeconds(5);

  private final Consumer<String> console;
  private final Path logs;
  private final Check check;
  private final ProgressText progress;

  /**
   * Creates a watch.
   *
   * @param check throws an exception if a process has ended unexpectedly
   * @param progress returns the progress as text, e.g. {@code read 12,000, lag 0}
   */
  Watch(Consumer<String> console, Path logs, Check check, ProgressText progress) {
    this.console = console;
    this.logs = logs;
    this.check = check;
    this.progress = progress;
  }

  interface Condition {
    boolean holds() throws IOException;
  }

  interface Check {
    void pass() throws IOException;
  }

  interface ProgressText {
    String now() throws IOException;
  }

  /**
   * Waits until the condition is true.
   *
   * @throws IOException if it does not become true within six minutes, or if the check fails
   */
  void await(String what, Condition condition) throws IOException {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    long reportAt = System.nanoTime();
    while (!holds(condition)) {
      check.pass();
      if (System.nanoTime() > deadline) {
        throw new IOException(
            "Waiting for %s timed out after %s; see the logs in %s"
                .formatted(what, DEADLINE, logs));
      }
      if (System.nanoTime() > reportAt) {
        reportAt = System.nanoTime() + REPORT_EVERY.toNanos();
        console.accept("  %s; waiting for %s".formatted(progress(), what));
      }
      pause();
    }
  }

  /** Treats a server that does not respond yet as a condition that is still false. */
  private static boolean holds(Condition condition) {
    try {
      return condition.holds();
    } catch (IOException notYet) {
      return false;
    }
  }

  private String progress() {
    try {
      return progress.now();
    } catch (IOException notYet) {
      return "no progress to report yet";
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(CHECK_EVERY.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    }
  }
}
