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

/** Measures the throughput of the Kafka sinks. */
@Command(
    name = "kafka-sink",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Compare Tally's Kafka sink with those of Flink and Beam.",
      "",
      "Writes the same records exactly once to Kafka with Tally's sink, Flink's KafkaSink and Beam's"
          + " KafkaIO.withEOS, in turn, on a separate broker: 1 KiB per record, parallelism 2, 4"
          + " partitions, a checkpoint every 5 s. A run ends when a read-committed reader can see the"
          + " last record. Every topic is read back and compared, record by record. The benchmark"
          + " takes about 5 minutes.",
      "",
      "Exit code 0 means that every topic contains every record once. The last line of the output is"
          + " for scripts."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally bench kafka-sink",
      "  ./tally bench kafka-sink --records 5000000 --rounds 3",
      "  ./tally bench kafka-sink --kafkaIoRecords 2000    less time for the slowest sink"
    })
final class KafkaSinkCommand implements Callable<Integer> {
  private static final Duration CHECKPOINTS = Duration.ofSeconds(5);

  @Spec private CommandSpec spec;

  @Option(
      names = "--records",
      defaultValue = "1000000",
      description = "Records written by Tally's and Flink's sinks.")
  private long records;

  @Option(
      names = "--kafkaIoRecords",
      defaultValue = "20000",
      description = "Records written by Beam's own sink.")
  private long kafkaIoRecords;

  @Option(names = "--rounds", defaultValue = "2", description = "Number of runs of each sink.")
  private int rounds;

  @Override
  public Integer call() throws Exception {
    Arguments.positive("--records", records);
    Arguments.positive("--kafkaIoRecords", kafkaIoRecords);
    Arguments.positive("--rounds", rounds);
    PrintWriter out = spec.commandLine().getOut();
    try (LocalStack stack = LocalStack.temporary()) {
      ThroughputReport report =
          new Throughput(stack, CHECKPOINTS, records, kafkaIoRecords, BenchConsole.to(out))
              .run(rounds);
      out.println(report.lastLine());
      return report.sound() ? Exit.OK : Exit.DIFFERENT;
    }
  }
}
