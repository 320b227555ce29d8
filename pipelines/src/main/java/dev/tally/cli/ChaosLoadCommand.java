package dev.tally.cli;

import dev.tally.chaos.LoadChaos;
import dev.tally.chaos.Verdict;
import dev.tally.stack.LocalStack;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Chaos for the loading of Pinot and Hive. */
@Command(
    name = "load",
    description = {
      "Run the union-and-load jobs of two regions, which load one table of Hive and a Pinot, through",
      "faults, one schedule a seed, on servers of its own: kills of the task manager, also in the",
      "middle of a commit to Hive, of a broker, of Pinot, of the metastore; a restore of an older",
      "checkpoint. Readers look all the while, a compactor works. Some 50 s a seed; up to 10 minutes",
      "where a killed Pinot has something to mend.",
      "Ends in 0 only if every record stands once, no reader of Hive saw a row that vanished, and",
      "Pinot's totals fell for no longer than a second, but after a kill of Pinot."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally chaos load --seeds 1..9     each kind of fault",
      "  ./tally chaos load --seeds 1..40"
    })
final class ChaosLoadCommand extends FaultsCommand {
  @Option(
      names = "--seeds",
      paramLabel = "FIRST..LAST",
      defaultValue = "1..9",
      converter = SeedRange.Converter.class,
      description = "Which schedules.")
  private SeedRange seeds;

  ChaosLoadCommand() {
    super(2);
  }

  @Override
  Verdict run(List<LocalStack> stacks) throws IOException, InterruptedException {
    return new LoadChaos(stacks.get(0), stacks.get(1), this::tell).run(seeds.seeds());
  }
}
