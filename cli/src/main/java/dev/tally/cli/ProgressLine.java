package dev.tally.cli;

import java.io.PrintWriter;

/** Prints the progress and rate of a long operation, at most every two seconds. */
final class ProgressLine {
  private static final long EVERY_NANOS = 2_000_000_000L;
  private final PrintWriter out;
  private final String what;
  private long lastReported = System.nanoTime();
  private long reportedCount;

  ProgressLine(PrintWriter out, String what) {
    this.out = out;
    this.what = what;
  }

  void reached(long count) {
    long now = System.nanoTime();
    long elapsed = now - lastReported;
    if (elapsed >= EVERY_NANOS) {
      out.printf("%,d %s (%,.0f/s)%n", count, what, (count - reportedCount) * 1e9 / elapsed);
      out.flush();
      lastReported = now;
      reportedCount = count;
    }
  }
}
