package dev.tally.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups the commands that run a job. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "JOB",
    description = "Run a job and print its progress until it ends or until Ctrl-C.",
    subcommands = {
      RunAggregationCommand.class,
      RunAttributionCommand.class,
      RunBudgetCommand.class,
      RunReachCommand.class,
      RunUnionCommand.class
    },
    footer = {"", "Example:", "  ./tally run aggregation --help"})
final class RunCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Specify a job: aggregation, attribution, budget, reach or union");
  }
}
