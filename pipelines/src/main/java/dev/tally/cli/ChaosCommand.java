package dev.tally.cli;

import picocli.CommandLine.Command;

/** Breaks things on purpose. */
@Command(
    name = "chaos",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "WHAT",
    description = "Kill servers on purpose, and check that nothing is lost or counted twice.",
    subcommands = {ChaosKafkaSinkCommand.class, ChaosOrdersCommand.class, ChaosLoadCommand.class})
final class ChaosCommand {}
