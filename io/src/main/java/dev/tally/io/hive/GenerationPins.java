package dev.tally.io.hive;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Sets pins, and waits until other writers have removed theirs. A pin is a short-lived marker file
 * in a generation. It stops other writers from moving the partition pointer away from the
 * generation while this writer updates the partition's entry in the metastore, which has no
 * compare-and-set.
 *
 * <p>A writer sets its pin first and then checks whether the generation is sealed. A writer that
 * moves the pointer away has sealed the generation first and then checks for pins. So at least one
 * of the two notices the other.
 *
 * @param clock the store's clock
 * @param abandonedAfter the age from which the writer of a pin is assumed to be dead
 */
record GenerationPins(
    FileLog fileLog, Staging staging, FileLogClock clock, Duration abandonedAfter, Pause pause) {
  private static final String PREFIX = "_pin-";

  /** Waits between two checks. */
  @FunctionalInterface
  interface Pause {
    void pause() throws InterruptedException;
  }

  /** Sets a pin and returns its path; the caller deletes it when its work is done. */
  String set(PartitionGeneration generation) throws IOException {
    String pin = generation.path() + "/" + PREFIX + staging.unique();
    fileLog.createEmpty(pin);
    return pin;
  }

  boolean areSet(PartitionGeneration generation) throws IOException {
    List<String> pins =
        fileLog.list(generation.path()).stream().filter(name -> name.startsWith(PREFIX)).toList();
    if (pins.isEmpty()) {
      return false;
    }
    long now = clock.millis();
    for (String name : pins) {
      long set = fileLog.modifiedMillis(generation.path() + "/" + name);
      if (now - set <= abandonedAfter.toMillis()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Waits until the generation has no pins. A pin normally exists only during one call to the
   * metastore.
   */
  void awaitNone(PartitionGeneration generation) throws IOException {
    while (areSet(generation)) {
      try {
        pause.pause();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(
            "Interrupted while waiting for another writer to update the partition's entry", e);
      }
    }
  }
}
