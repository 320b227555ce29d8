package dev.tally.cli;

import dev.tally.scenarios.chaos.ChaosResult;
import dev.tally.scenarios.chaos.OrderChaos;
import dev.tally.scenarios.chaos.OrderPhase;
import dev.tally.scenarios.chaos.OrderPhase.Kind;
import dev.tally.server.stack.LocalStack;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Injects faults into the order service while the attribution job runs, and checks every order. */
@Command(
    name = "orders",
    description = {
      "Run the attribution job while its order service fails.",
      "",
      "Starts temporary servers. The order service is first killed, then responds slowly"
          + " (500 ms), then fails 30 percent of the calls, then does not respond at all. The"
          + " command waits until every order has its details and prints the result of each"
          + " phase. It takes about 6 minutes.",
      "",
      "Exit code 0 means that no order was lost or stayed PENDING, no revision was"
          + " duplicated, and checkpoints completed in every phase."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally chaos orders",
      "  ./tally chaos orders --perSecond=200 --seconds=20"
    })
final class ChaosOrdersCommand extends FaultsCommand {
  private static final Duration AS_USUAL = Duration.ofSeconds(15);

  @Option(
      names = "--seconds",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "Duration of each fault.")
  private int seconds;

  @Option(
      names = "--perSecond",
      paramLabel = "ORDERS",
      defaultValue = "50",
      description = "Number of orders sent per second.")
  private int perSecond;

  ChaosOrdersCommand() {
    super(1);
  }

  @Override
  ChaosResult run(List<LocalStack> stacks) throws IOException, InterruptedException {
    if (seconds < 1 || perSecond < 1) {
      throw new ParameterException(
          spec.commandLine(), "--seconds and --perSecond must be at least 1.");
    }
    Duration trouble = Duration.ofSeconds(seconds);
    return new OrderChaos(stacks.get(0), perSecond, this::print)
        .run(
            List.of(
                new OrderPhase(Kind.AS_USUAL, AS_USUAL),
                new OrderPhase(Kind.DOWN, trouble),
                new OrderPhase(Kind.SLOW, trouble),
                new OrderPhase(Kind.FAILING, trouble),
                new OrderPhase(Kind.HANGING, trouble),
                new OrderPhase(Kind.AS_USUAL, AS_USUAL)));
  }
}
