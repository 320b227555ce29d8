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
      BudgetsCommand.class,
      PlanCommand.class,
      FormatCommand.class,
      HiveCommand.class,
      RedriveCommand.class,
      RestateCommand.class,
      EraseCommand.class,
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
      "  ./tally bench kafka-sink        compare the sink with Flink's and Beam's"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "  0:The command succeeded.",
      "  1:A comparison found differences, a job failed, or an unexpected error occurred.",
      "  2:The arguments or options are invalid; the message says how to correct them.",
      "  3:A server or a file is unavailable.",
      "130:The command ended by Ctrl-C (SIGINT).",
      "143:The command ended by SIGTERM."
    })
public final class Main {
  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /**
   * Returns the command line with all commands.
   *
   * @param more further subcommands, for example those of {@code ./tally bench}
   */
  public static CommandLine commandLine(Object... more) {
    CommandLine command = new CommandLine(new Main());
    for (Object subcommand : more) {
      command.addSubcommand(subcommand);
    }
    return withHeadings(TimeConverters.on(PlainText.on(command)))
        .setUsageHelpAutoWidth(true)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(WrongArguments::report)
        .setExecutionExceptionHandler((e, failed, parsed) -> Failures.report(e, failed));
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
