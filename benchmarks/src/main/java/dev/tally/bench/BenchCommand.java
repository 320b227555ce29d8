package dev.tally.bench;

import picocli.CommandLine.Command;

/** Measures. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "WHAT",
    description = "Measure how fast something is, on servers of its own and a quiet machine.",
    subcommands = {
      KafkaSinkCommand.class,
      KafkaSinkLatencyCommand.class,
      AttributionCommand.class,
      AttributionStateCommand.class,
      HiveCommand.class
    })
final class BenchCommand {}
