package dev.tally.scenarios.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/**
 * A fault that happens once in a worker, coordinated through files on this machine.
 *
 * <p>The test creates the trigger file. The worker that deletes it first writes the offsets it has
 * read to {@code .reached} and fails. Workers that resume afterwards append their first offsets to
 * {@code .resumed}.
 */
public final class FaultTrigger {
  private final Path trigger;
  private final Path reached;

  private FaultTrigger(Path trigger) {
    this.trigger = trigger;
    this.reached = trigger.resolveSibling(trigger.getFileName() + ".reached");
  }

  /** Returns the fault with this trigger file. */
  public static FaultTrigger at(String trigger) {
    return new FaultTrigger(Path.of(trigger));
  }

  /** Deletes the files of an earlier run. */
  public void clear() throws IOException {
    Files.deleteIfExists(trigger);
    Files.deleteIfExists(reached);
    Files.deleteIfExists(resumedFile());
  }

  /** Creates the trigger file. */
  public void set() throws IOException {
    Files.createFile(trigger);
  }

  boolean isSet() {
    return Files.exists(trigger);
  }

  /** Returns true to exactly one caller, which must then fail. */
  boolean claim(Map<Integer, Long> offsets) {
    try {
      if (!Files.deleteIfExists(trigger)) {
        return false;
      }
      StringBuilder lines = new StringBuilder();
      offsets.forEach((partition, offset) -> lines.append(line(partition, offset)));
      Files.writeString(reached, lines);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Records the first offset that a worker reads after the fault. */
  void resumed(int partition, long offset) {
    if (Files.exists(reached)) {
      try {
        Files.writeString(
            resumedFile(),
            line(partition, offset),
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Returns how many records of the failed worker's partitions were read again after the fault, or
   * -1 if the fault has not happened or not all of these partitions have been resumed yet.
   */
  public long readAgain() throws IOException {
    if (!Files.exists(reached) || !Files.exists(resumedFile())) {
      return -1;
    }
    List<String> resumed = Files.readAllLines(resumedFile());
    long again = 0;
    for (String line : Files.readAllLines(reached)) {
      String partition = line.substring(0, line.indexOf(' ') + 1);
      String next = resumed.stream().filter(r -> r.startsWith(partition)).findFirst().orElse(null);
      if (next == null) {
        return -1;
      }
      again += Math.max(0, offset(line) - offset(next) + 1);
    }
    return again;
  }

  private Path resumedFile() {
    return trigger.resolveSibling(trigger.getFileName() + ".resumed");
  }

  private static String line(int partition, long offset) {
    return partition + " " + offset + "\n";
  }

  private static long offset(String line) {
    return Long.parseLong(line.substring(line.indexOf(' ') + 1).trim());
  }
}
