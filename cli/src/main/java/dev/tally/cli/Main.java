package dev.tally.cli;

import dev.tally.scenarios.demo.FaultyAggregationCommand;
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
      ChaosCommand.class,
      FaultyAggregationCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  ./tally demo                    run everything and check the results",
      "  ./tally up && ./tally topics    start the local servers, create the topics",
      "  ./tally run aggregation         run a job until Ctrl-C",
      "  ./tally send events.json        send a file with one JSON object per line",
      "  ./tally bench kafka-sink        compare the sink with Flink's and Beam's",
      "",
      "Exit codes: 0 success, 1 differences or a failed job, 2 invalid arguments,",
      "            3 a server or a file is unavailable, 130 Ctrl-C, 143 SIGTERM."
    })
public final class Main {
  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** Returns the command line with all commands; {@code ./tally bench} adds its own to it. */
  public static CommandLine commandLine() {
    return withHeadings(PlainText.on(new CommandLine(new Main())))
        .setUsageHelpAutoWidth(true)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(WrongArguments::report)
        .setExecutionExceptionHandler((e, command, parsed) -> Failures.report(e, command));
  }

  private static CommandLine withHeadings(CommandLine command) {
    command
        .getCommandSpec()
        .usageMessage()
        .parameterListHeading("%nParameters:%n")
        .optionListHeading("%nOptions:%n")
        .commandListHeading("%nCommands:%n");
    command.getSubcommands().values().forEach(Main::withHeadings);
    return command;
  }

  /** Prints a message to standard error. */
  static void printError(CommandLine command, String message) {
    command.getErr().println(message);
    command.getErr().flush();
  }
}
