package dev.tally.bench;

import dev.tally.bench.JobSettings.Backend;
import dev.tally.cli.Exit;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The rates of attribution. */
@Command(
    name = "attribution",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Credit the same orders to the same touches by Tally's AttributeOrders and by a",
      "KeyedCoProcessFunction written for Flink, in turn, without Kafka and JSON: parallelism 2, a",
      "checkpoint every 5 s, the settings of Tally's jobs. Touches and orders come late and out of",
      "order, some twice; some orders are cancelled. Each result is compared with an oracle's.",
      "Ends in 0 only if each order is credited as the oracle has it. The last line is for scripts."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally bench attribution",
      "  ./tally bench attribution --backend ROCKSDB --rounds 3"
    })
final class AttributionCommand implements Callable<Integer> {
  private static final Duration CHECKPOINTS = Duration.ofSeconds(5);

  @Spec private CommandSpec spec;

  @Option(names = "--touches", defaultValue = "1000000", description = "Copies counted.")
  private long touches;

  @Option(
      names = "--orders",
      defaultValue = "100000",
      description = "Copies and cancellations counted; no more than touches.")
  private long orders;

  @Option(names = "--rounds", defaultValue = "2", description = "How often each job runs.")
  private int rounds;

  @Option(
      names = "--backend",
      defaultValue = "HEAP",
      description = "Where the state is: ${COMPLETION-CANDIDATES}.")
  private Backend backend;

  @Override
  public Integer call() throws Exception {
    Arguments.positive("--orders", orders);
    Arguments.positive("--touches - --orders", touches - orders + 1);
    Arguments.positive("--rounds", rounds);
    PrintWriter out = spec.commandLine().getOut();
    Path directory = Files.createTempDirectory("tally-bench");
    try {
      AttributionReport report =
          new AttributionRates(directory, CHECKPOINTS, backend, Telling.to(out))
              .run(new Traffic(touches, orders), rounds);
      out.println(report.lastLine());
      return report.sound() ? Exit.OK : Exit.DIFFERENT;
    } finally {
      Directories.delete(directory);
    }
  }
}
