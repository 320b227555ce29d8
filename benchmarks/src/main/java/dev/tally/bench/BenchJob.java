package dev.tally.bench;

import java.io.IOException;

/** A job that runs until it is closed. */
@FunctionalInterface
interface BenchJob extends AutoCloseable {
  /** Cancels the job and returns once it is cancelled. */
  @Override
  void close() throws IOException;
}
