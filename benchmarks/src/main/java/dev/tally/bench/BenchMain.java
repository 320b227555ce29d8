package dev.tally.bench;

import dev.tally.cli.Main;
import picocli.CommandLine;

/** The entry point of {@code ./tally bench}. */
public final class BenchMain {
  private BenchMain() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** Returns the command line of {@code ./tally} with the benchmark commands. */
  static CommandLine commandLine() {
    return Main.commandLine(new BenchCommand());
  }
}
