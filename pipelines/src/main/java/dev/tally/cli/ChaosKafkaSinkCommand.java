package dev.tally.cli;

import dev.tally.chaos.SinkChaos;
import dev.tally.chaos.Verdict;
import dev.tally.io.kafka.Delivery;
import dev.tally.io.kafka.OnOlderSavepoint;
import dev.tally.stack.LocalStack;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Chaos for the Kafka sink. */
@Command(
    name = "kafka-sink",
    description = {
      "Run a job that writes to Kafka through crashes and restores, one schedule a seed, on a Kafka",
      "and a Flink cluster of its own; read what it has committed, and compare it with what was sent.",
      "A schedule kills the task manager, all of Flink or the broker, at any moment or inside a",
      "transaction, and restores the last checkpoint or an older one. Some 25 s a seed.",
      "Ends in 0 only if nothing is lost, repeated or out of order, and only a job that was given an",
      "older checkpoint refused it."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally chaos kafka-sink --seeds 1..10",
      "  ./tally chaos kafka-sink --seeds 1..100 --onOlderSavepoint=RECONCILE",
      "  ./tally chaos kafka-sink --seeds 7 --sink=KAFKA_IO    the sink of Beam, for comparison"
    })
final class ChaosKafkaSinkCommand extends FaultsCommand {
  @Option(
      names = "--seeds",
      paramLabel = "FIRST..LAST",
      defaultValue = "1..10",
      converter = SeedRange.Converter.class,
      description = "Which schedules.")
  private SeedRange seeds;

  @Option(
      names = "--sink",
      defaultValue = "EXACTLY_ONCE",
      description = "One of ${COMPLETION-CANDIDATES}.")
  private Delivery sink;

  @Option(
      names = "--onOlderSavepoint",
      defaultValue = "REFUSE",
      description = "What the job does with an older checkpoint: one of ${COMPLETION-CANDIDATES}.")
  private OnOlderSavepoint onOlderSavepoint;

  ChaosKafkaSinkCommand() {
    super(1);
  }

  @Override
  Verdict run(List<LocalStack> stacks) throws IOException, InterruptedException {
    return new SinkChaos(stacks.get(0), sink, onOlderSavepoint, this::tell).run(seeds.seeds());
  }
}
