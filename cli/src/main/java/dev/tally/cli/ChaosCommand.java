package dev.tally.cli;

import picocli.CommandLine.Command;

/** Groups the commands that inject faults and check the results. */
@Command(
    name = "chaos",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "WHAT",
    description = "Inject faults and check that no record is lost or duplicated.",
    subcommands = {
      ChaosKafkaSinkCommand.class,
      ChaosOrdersCommand.class,
      ChaosBudgetCommand.class,
      ChaosLoadCommand.class
    })
final class ChaosCommand {}
