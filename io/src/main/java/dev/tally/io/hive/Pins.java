package dev.tally.io.hive;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Keeps the pointer at a generation, or on its way to it, while a writer changes the partition's
 * entry in the metastore, which supports no condition.
 *
 * <p>A writer that sets a pin checks afterwards whether the generation has been sealed; a writer
 * that moves the pointer away has sealed it before, and checks for pins. So one of them sees the
 * other.
 *
 * @param clock the store's
 * @param abandonedAfter the writer of a pin that is older has died
 */
record Pins(
    FileStore store, Staging staging, StoreClock clock, Duration abandonedAfter, Pause pause) {
  private static final String PREFIX = "_pin-";

  /** Waits between two checks. */
  @FunctionalInterface
  interface Pause {
    void pause() throws InterruptedException;
  }

  /** Sets a pin; returns its path, to be deleted when the work is done. */
  String set(Generation generation) throws IOException {
    String pin = generation.path() + "/" + PREFIX + staging.unique();
    store.touch(pin);
    return pin;
  }

  boolean areSet(Generation generation) throws IOException {
    List<String> pins =
        store.list(generation.path()).stream().filter(name -> name.startsWith(PREFIX)).toList();
    if (pins.isEmpty()) {
      return false;
    }
    long now = clock.millis();
    for (String name : pins) {
      long set = store.modifiedMillis(generation.path() + "/" + name);
      if (now - set <= abandonedAfter.toMillis()) {
        return true;
      }
    }
    return false;
  }

  /** Returns when there are none; each is there during one call of the metastore. */
  void awaitNone(Generation generation) throws IOException {
    while (areSet(generation)) {
      try {
        pause.pause();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("Interrupted while waiting for another move of the pointer", e);
      }
    }
  }
}
