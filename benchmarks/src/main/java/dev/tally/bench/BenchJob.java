package dev.tally.bench;

import java.io.IOException;

/** A job that runs until it is closed. */
@FunctionalInterface
interface BenchJob extends AutoCloseable {
  /** Cancels the job and waits until it is cancelled. */
  @Override
  void close() throws IOException;
}
