package dev.tally.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point of {@code ./tally}. */
@Command(
    name = "tally",
    mixinStandardHelpOptions = true,
    version = "tally 0.1.0",
    synopsisSubcommandLabel = "COMMAND",
    description = "Counts every ad event exactly once, in real time.",
    subcommands = {
      DemoCommand.class,
      UpCommand.class,
      DownCommand.class,
      TopicsCommand.class,
      SendCommand.class,
      GenerateCommand.class,
      RunCommand.class,
      StopCommand.class,
      StatusCommand.class,
      QueryCommand.class,
      VerifyCommand.class,
      HiveCommand.class,
      PruneCommand.class,
      ChaosCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  ./tally demo                      everything at once, proven at the end",
      "  ./tally up && ./tally topics      servers and topics on this machine",
      "  ./tally run aggregation           the job, until Ctrl-C",
      "  ./tally send events.json          a file of events, a value a line",
      "  ./tally bench kafka-sink          how fast the sink is, beside Flink's and Beam's",
      "",
      "Exit codes: 0 done, 1 differences or a failed job, 2 wrong arguments,",
      "            3 a server or a file could not be reached, 130 Ctrl-C, 143 SIGTERM."
    })
public final class Main {
  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** All commands; {@code ./tally bench} adds its own. */
  public static CommandLine commandLine() {
    return PlainText.on(new CommandLine(new Main()))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(WrongArguments::report)
        .setExecutionExceptionHandler((e, command, parsed) -> Failures.report(e, command));
  }

  /** Prints a message for the user on standard error. */
  static void printError(CommandLine command, String message) {
    command.getErr().println(message);
    command.getErr().flush();
  }
}
