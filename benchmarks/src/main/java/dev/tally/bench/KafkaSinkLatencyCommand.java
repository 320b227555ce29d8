package dev.tally.bench;

import dev.tally.cli.Exit;
import dev.tally.server.stack.LocalStack;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the latency that the Kafka sink adds. */
@Command(
    name = "kafka-sink-latency",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Measure the latency of Tally's Kafka sink.",
      "",
      "Writes records to Kafka with Tally's sink at a steady rate, and measures how long each record"
          + " stays invisible to a read-committed reader after the checkpoint that contains it is"
          + " complete.",
      "",
      "Exit code 0 means that every record arrived, and none before its checkpoint. The last line of"
          + " the output is for scripts."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally bench kafka-sink-latency",
      "  ./tally bench kafka-sink-latency --checkpointMillis 1000 --seconds 60"
    })
final class KafkaSinkLatencyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--rate", defaultValue = "2000", description = "Records per second.")
  private long rate;

  @Option(names = "--seconds", defaultValue = "120", description = "Duration in seconds.")
  private long seconds;

  @Option(
      names = "--checkpointMillis",
      defaultValue = "5000",
      description = "Checkpoint interval in milliseconds.")
  private long checkpointMillis;

  @Override
  public Integer call() throws Exception {
    Arguments.positive("--rate", rate);
    Arguments.positive("--seconds", seconds);
    Arguments.positive("--checkpointMillis", checkpointMillis);
    PrintWriter out = spec.commandLine().getOut();
    try (LocalStack stack = LocalStack.temporary()) {
      AddedLatency added =
          new LatencyRun(stack, Duration.ofMillis(checkpointMillis), BenchConsole.to(out))
              .run(rate, Duration.ofSeconds(seconds));
      out.println(added.lastLine());
      return Exit.OK;
    }
  }
}
