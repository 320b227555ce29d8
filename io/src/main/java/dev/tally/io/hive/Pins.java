package dev.tally.io.hive;

import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Keeps the pointer at a generation, or on its way to it, while somebody changes the partition's
 * entry in the metastore, which knows no condition.
 *
 * <p>Who pins looks afterwards whether the generation has been sealed; who moves the pointer away
 * has sealed it before, and looks for pins. So one of them sees the other.
 *
 * @param clock milliseconds since 1970, by the store's clock
 * @param abandonedAfter a pin this old belongs to somebody who died
 */
record Pins(
    FileStore store, Staging staging, LongSupplier clock, Duration abandonedAfter, Pause pause) {
  private static final String PREFIX = "_pin-";

  /** Lets some time pass between two looks. */
  @FunctionalInterface
  interface Pause {
    void pause() throws InterruptedException;
  }

  /** Sets a pin; gives its path, to be deleted when the work is done. */
  String set(Generation generation) throws IOException {
    String pin = generation.path() + "/" + PREFIX + staging.unique();
    store.touch(pin);
    return pin;
  }

  boolean areSet(Generation generation) throws IOException {
    for (String name : store.list(generation.path())) {
      if (name.startsWith(PREFIX) && !isAbandoned(generation.path() + "/" + name)) {
        return true;
      }
    }
    return false;
  }

  /** Returns when there are none; each is there for one call of the metastore. */
  void awaitNone(Generation generation) throws IOException {
    while (areSet(generation)) {
      try {
        pause.pause();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("Interrupted while waiting for others to move the pointer", e);
      }
    }
  }

  private boolean isAbandoned(String pin) throws IOException {
    return clock.getAsLong() - store.modifiedMillis(pin) > abandonedAfter.toMillis();
  }
}
