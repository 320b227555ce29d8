package dev.tally.bench;

import picocli.CommandLine.Command;

/** The parent of the benchmark commands. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "WHAT",
    description = {
      "Run a benchmark.",
      "",
      "Each benchmark starts its own servers, and nothing else should use the machine meanwhile."
    },
    subcommands = {
      KafkaSinkCommand.class,
      KafkaSinkLatencyCommand.class,
      AggregationCommand.class,
      FreshnessCommand.class,
      DedupCommand.class,
      AttributionCommand.class,
      AttributionStateCommand.class,
      HiveBenchCommand.class,
      OlapCommand.class,
      BudgetServiceCommand.class,
      HotPathCommand.class
    })
final class BenchCommand {}
