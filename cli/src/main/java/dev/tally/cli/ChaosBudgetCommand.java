package dev.tally.cli;

import dev.tally.scenarios.chaos.BudgetChaos;
import dev.tally.scenarios.chaos.ChaosResult;
import dev.tally.server.stack.LocalStack;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Kills servers while the budget job runs, and checks the spend of every campaign. */
@Command(
    name = "budget",
    description = {
      "Kill servers while the budget job runs.",
      "",
      "Starts a temporary Kafka and Flink cluster and runs one schedule per seed. A schedule"
          + " kills the task manager or the broker four times, while ad metrics are sent, also"
          + " repeatedly and in lower revisions. The spend of each campaign is then compared with"
          + " the records sent. A seed takes about one minute.",
      "",
      "Exit code 0 means that the spend of every campaign is correct, and that no record was"
          + " repeated and no spend decreased."
    },
    footer = {"", "Example:", "  ./tally chaos budget --seeds 1..10"})
final class ChaosBudgetCommand extends FaultsCommand {
  @Option(
      names = "--seeds",
      paramLabel = "FIRST..LAST",
      defaultValue = "1..3",
      converter = SeedRange.Converter.class,
      description = "Range of seeds; each seed is one schedule.")
  private SeedRange seeds;

  ChaosBudgetCommand() {
    super(1);
  }

  @Override
  ChaosResult run(List<LocalStack> stacks) throws IOException, InterruptedException {
    return new BudgetChaos(stacks.get(0), this::print).run(seeds.seeds());
  }
}
