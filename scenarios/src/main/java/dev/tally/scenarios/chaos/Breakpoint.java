package dev.tally.scenarios.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * Pauses a writer inside a transaction, so that a kill hits it there. The two sides communicate
 * through two files in a shared directory.
 *
 * <pre>
 *  command: set(5) creates file "set"  ─► writer: sends 5 records, renames it to "hit", waits
 *  command: sees "hit", kills, release() deletes it ─► a writer that was not killed continues
 * </pre>
 */
final class Breakpoint {
  /**
   * Value for {@link #set} that pauses the writer after the last record of its transaction, when it
   * sends the heartbeat that follows.
   */
  static final int BEFORE_COMMIT = -1;

  private static final Duration HELD_AT_MOST = Duration.ofSeconds(20);
  private static final long PROBE_EVERY_MILLIS = 5;

  private final Path set;
  private final Path hit;

  Breakpoint(Path directory) {
    this.set = directory.resolve("set");
    this.hit = directory.resolve("hit");
  }

  /** Sets the breakpoint for the first writer that has sent this many more records. */
  void set(int records) throws IOException {
    Path file = Files.writeString(set.resolveSibling("new"), Integer.toString(records));
    Files.move(file, set, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Returns true while a writer is paused. */
  boolean isHit() {
    return Files.exists(hit);
  }

  /** Removes the breakpoint and lets the writer continue. */
  void release() throws IOException {
    Files.deleteIfExists(set);
    Files.deleteIfExists(hit);
  }

  /** Returns the value to which the breakpoint is set, or empty if it is not set. */
  OptionalInt setTo() {
    try {
      return OptionalInt.of(Integer.parseInt(Files.readString(set)));
    } catch (IOException e) {
      return OptionalInt.empty();
    }
  }

  /**
   * Pauses the calling writer until {@link #release}, but for at most 20 s. Returns at once if
   * another writer was caught first.
   */
  void hold() {
    try {
      Files.move(set, hit, StandardCopyOption.ATOMIC_MOVE);
      long deadline = System.nanoTime() + HELD_AT_MOST.toNanos();
      while (Files.exists(hit) && System.nanoTime() < deadline) {
        Thread.sleep(PROBE_EVERY_MILLIS);
      }
    } catch (NoSuchFileException fasterOne) {
      return;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
