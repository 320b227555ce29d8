package dev.tally.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * Catches a writer inside a transaction and holds it there, so that a kill hits it: two files in a
 * directory that both sides know.
 *
 * <pre>
 *  command: set(5) ─► "set: 5"        writer: sees it, lets 5 records pass, renames it "caught", waits
 *  command: sees "caught", kills, release() deletes it ─► a writer that lives still goes on
 * </pre>
 */
final class FlushTrap {
  /** For {@link #set}: holds the writer when all records of its transaction are sent. */
  static final int BEFORE_COMMIT = -1;

  private static final Duration HELD_AT_MOST = Duration.ofSeconds(20);
  private static final long LOOK_EVERY_MILLIS = 5;

  private final Path set;
  private final Path caught;

  FlushTrap(Path directory) {
    this.set = directory.resolve("set");
    this.caught = directory.resolve("caught");
  }

  /** Sets the trap for the first writer that has sent so many more records. */
  void set(int records) throws IOException {
    Path file = Files.writeString(set.resolveSibling("new"), Integer.toString(records));
    Files.move(file, set, StandardCopyOption.ATOMIC_MOVE);
  }

  /** True while a writer is held. */
  boolean hasCaught() {
    return Files.exists(caught);
  }

  /** Lets the writer go, and takes the trap away. */
  void release() throws IOException {
    Files.deleteIfExists(set);
    Files.deleteIfExists(caught);
  }

  /** What the trap is set to; empty if it is not. */
  OptionalInt setTo() {
    try {
      return OptionalInt.of(Integer.parseInt(Files.readString(set)));
    } catch (IOException e) {
      return OptionalInt.empty();
    }
  }

  /** Holds the calling writer until {@link #release}, unless another was faster. */
  void hold() {
    try {
      Files.move(set, caught, StandardCopyOption.ATOMIC_MOVE);
      long deadline = System.nanoTime() + HELD_AT_MOST.toNanos();
      while (Files.exists(caught) && System.nanoTime() < deadline) {
        Thread.sleep(LOOK_EVERY_MILLIS);
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
