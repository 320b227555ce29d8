package dev.tally.cli;

import picocli.CommandLine.Command;

/** Maintains the tables that the union job writes to Hive. */
@Command(
    name = "hive",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "WHAT",
    description = "Check and repair the Hive tables that the union job writes.",
    subcommands = {HiveCheckCommand.class, HiveRepairCommand.class})
final class HiveCommand {}
