package dev.tally.cli;

/**
 * Exit codes of {@code ./tally}, the same for every command; 130 and 143 are the JVM's, for Ctrl-C
 * and SIGTERM.
 */
public final class Exit {
  /** All is well. */
  public static final int OK = 0;

  /** A comparison found differences, or a job failed. */
  public static final int DIFFERENT = 1;

  /** The arguments or options are wrong; the message says what to do. */
  public static final int USAGE = 2;

  /** A server or a file could not be reached or refused. */
  public static final int UNAVAILABLE = 3;

  private Exit() {}
}
