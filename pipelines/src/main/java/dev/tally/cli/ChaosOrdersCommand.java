package dev.tally.cli;

import dev.tally.chaos.OrderChaos;
import dev.tally.chaos.OrderPhase;
import dev.tally.chaos.OrderPhase.Kind;
import dev.tally.chaos.Verdict;
import dev.tally.stack.LocalStack;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Chaos for the order service. */
@Command(
    name = "orders",
    description = {
      "Run the attribution job while its order service is killed, then slow (500 ms), then failing",
      "30 % of its calls, then silent, on servers of its own; and wait until every order has its",
      "details. Prints what became of the orders of each phase. Some 6 minutes.",
      "Ends in 0 only if no order is lost or stays PENDING, no revision stands twice, and checkpoints",
      "were completed all the while."
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
      description = "How long the service is in each trouble.")
  private int seconds;

  @Option(
      names = "--perSecond",
      paramLabel = "ORDERS",
      defaultValue = "50",
      description = "How many orders are sent each second.")
  private int perSecond;

  ChaosOrdersCommand() {
    super(1);
  }

  @Override
  Verdict run(List<LocalStack> stacks) throws IOException, InterruptedException {
    if (seconds < 1 || perSecond < 1) {
      throw new ParameterException(
          spec.commandLine(), "--seconds and --perSecond must be 1 at least.");
    }
    Duration trouble = Duration.ofSeconds(seconds);
    return new OrderChaos(stacks.get(0), perSecond, this::tell)
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
