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

/** Measures the throughput of attribution. */
@Command(
    name = "attribution",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Compare AttributeOrders with a join written for Flink.",
      "",
      "Credits the same orders to the same touches with Tally's AttributeOrders and with a"
          + " KeyedCoProcessFunction written for Flink, in turn, without Kafka and JSON: parallelism"
          + " 2, a checkpoint every 5 s, the settings of Tally's jobs. Touches and orders arrive late"
          + " and out of order, some twice; some orders are cancelled. Each result is compared with"
          + " that of an oracle.",
      "",
      "Exit code 0 means that all results equal those of the oracle. The last line of the output is"
          + " for scripts."
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

  @Option(
      names = "--touches",
      defaultValue = "1000000",
      description = "Number of touches, including copies.")
  private long touches;

  @Option(
      names = "--orders",
      defaultValue = "100000",
      description =
          "Number of orders, including copies and cancellations; at most the number of touches.")
  private long orders;

  @Option(names = "--rounds", defaultValue = "2", description = "Number of runs of each job.")
  private int rounds;

  @Option(
      names = "--backend",
      defaultValue = "HEAP",
      description = "State backend: ${COMPLETION-CANDIDATES}.")
  private Backend backend;

  @Override
  public Integer call() throws Exception {
    Arguments.positive("--orders", orders);
    Arguments.atMost("--orders", orders, "--touches", touches);
    Arguments.positive("--rounds", rounds);
    PrintWriter out = spec.commandLine().getOut();
    Path directory = Files.createTempDirectory("tally-bench");
    try {
      AttributionReport report =
          new AttributionRates(directory, CHECKPOINTS, backend, BenchConsole.to(out))
              .run(new Traffic(touches, orders), rounds);
      out.println(report.lastLine());
      return report.sound() ? Exit.OK : Exit.DIFFERENT;
    } finally {
      Directories.delete(directory);
    }
  }
}
