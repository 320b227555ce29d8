package dev.tally.cli;

import dev.tally.scenarios.chaos.ChaosResult;
import dev.tally.scenarios.chaos.LoadChaos;
import dev.tally.server.stack.LocalStack;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Injects faults while two regions load Pinot, Hive and ClickHouse, and checks the stores. */
@Command(
    name = "load",
    description = {
      "Inject faults while two regions load Pinot and Hive.",
      "",
      "Starts temporary servers and runs the union job of two regions; both load one Hive"
          + " table, and the first region's Pinot reads its topics. Each seed is one schedule of"
          + " faults: a kill of the task manager (also in the middle of a commit to Hive), of a"
          + " broker, of Pinot or of the metastore, or a restore of an older checkpoint."
          + " Meanwhile readers poll both stores and a compactor runs. A seed takes about 50 s,"
          + " or up to 10 minutes if Pinot has to recover from a kill.",
      "",
      "With --clickhouse, both jobs also load one ClickHouse table, and ClickHouse is killed too;"
          + " ten seeds then have each kind of fault.",
      "",
      "Exit code 0 means that every record is stored exactly once, no row that a Hive"
          + " reader had seen disappeared, no revision in ClickHouse decreased, and Pinot's totals"
          + " never decreased for longer than a second, except after a kill of Pinot."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally chaos load --seeds 1..9     each kind of fault",
      "  ./tally chaos load --seeds 1..40",
      "  ./tally chaos load --seeds 1..20 --clickhouse"
    })
final class ChaosLoadCommand extends FaultsCommand {
  @Option(
      names = "--seeds",
      paramLabel = "FIRST..LAST",
      defaultValue = "1..9",
      converter = SeedRange.Converter.class,
      description = "Range of seeds; each seed is one schedule.")
  private SeedRange seeds;

  @Option(
      names = "--clickhouse",
      description = "Also load ClickHouse, which must be installed, and kill it.")
  private boolean clickHouse;

  ChaosLoadCommand() {
    super(2);
  }

  @Override
  ChaosResult run(List<LocalStack> stacks) throws IOException, InterruptedException {
    LoadChaos hive = new LoadChaos(stacks.get(0), stacks.get(1), this::print);
    return (clickHouse ? hive.withClickHouse() : hive).run(seeds.seeds());
  }
}
