package dev.tally.bench;

/** The entry point of {@code ./tally bench}. */
public final class BenchMain {
  private BenchMain() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    System.exit(dev.tally.cli.Main.commandLine().addSubcommand(new BenchCommand()).execute(args));
  }
}
