package dev.tally.cli;

import picocli.CommandLine.Command;

/** Works with mappings, which decode records of other systems. */
@Command(
    name = "format",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "WHAT",
    description = "List, show and check mappings of the formats of other systems.",
    subcommands = {FormatListCommand.class, FormatShowCommand.class, FormatCheckCommand.class})
final class FormatCommand {}
