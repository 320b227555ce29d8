package dev.tally.cli;

/**
 * Defines the exit codes of every {@code ./tally} command. The JVM itself exits with 130 on Ctrl-C
 * and with 143 on SIGTERM.
 */
public final class Exit {
  /** The command succeeded. */
  public static final int OK = 0;

  /** A comparison found differences, a job failed, or the command failed unexpectedly. */
  public static final int DIFFERENT = 1;

  /** The arguments or options are invalid; the message says how to correct them. */
  public static final int USAGE = 2;

  /** A server or a file was unavailable or refused the request. */
  public static final int UNAVAILABLE = 3;

  private Exit() {}
}
