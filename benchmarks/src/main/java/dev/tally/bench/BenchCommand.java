package dev.tally.bench;

import picocli.CommandLine.Command;

/** The parent of the benchmark commands. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "WHAT",
    description =
        "Run a benchmark. It starts its own servers; nothing else should use the machine.",
    subcommands = {
      KafkaSinkCommand.class,
      KafkaSinkLatencyCommand.class,
      AggregationCommand.class,
      AttributionCommand.class,
      AttributionStateCommand.class,
      HiveBenchCommand.class
    })
final class BenchCommand {}
