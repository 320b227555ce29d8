package dev.tally.bench;

import java.io.IOException;

/** A job that writes until it is closed. */
@FunctionalInterface
interface RunningJob extends AutoCloseable {
  /** Cancels it; returns when that is done. */
  @Override
  void close() throws IOException;
}
