package dev.tally.cli;

import dev.tally.io.kafka.Delivery;
import dev.tally.io.kafka.OnOlderSavepoint;
import dev.tally.scenarios.chaos.ChaosResult;
import dev.tally.scenarios.chaos.SinkChaos;
import dev.tally.server.stack.LocalStack;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Crashes and restores a job that writes to Kafka, and checks what it committed. */
@Command(
    name = "kafka-sink",
    description = {
      "Crash and restore a job that writes to Kafka.",
      "",
      "Starts a temporary Kafka and Flink cluster and runs one schedule per seed. A"
          + " schedule kills the task manager, the whole Flink cluster or the broker, at any"
          + " moment or inside a transaction, and restores the last checkpoint or an older one."
          + " The committed records are then compared with the records sent. A seed takes about"
          + " 25 s.",
      "",
      "Exit code 0 means that no record was lost, duplicated or out of order, and that"
          + " only jobs restored from an older checkpoint refused to run."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally chaos kafka-sink --seeds 1..10",
      "  ./tally chaos kafka-sink --seeds 1..100 --onOlderSavepoint=RECONCILE",
      "  ./tally chaos kafka-sink --seeds 7 --sink=KAFKA_IO    Beam's sink, to compare"
    })
final class ChaosKafkaSinkCommand extends FaultsCommand {
  @Option(
      names = "--seeds",
      paramLabel = "FIRST..LAST",
      defaultValue = "1..10",
      converter = SeedRange.Converter.class,
      description = "Range of seeds; each seed is one schedule.")
  private SeedRange seeds;

  @Option(
      names = "--sink",
      defaultValue = "TWO_PHASE",
      description = "The sink under test: one of ${COMPLETION-CANDIDATES}.")
  private Delivery sink;

  @Option(
      names = "--onOlderSavepoint",
      defaultValue = "REFUSE",
      description =
          "What the job does when it is restored from an older checkpoint: one of"
              + " ${COMPLETION-CANDIDATES}.")
  private OnOlderSavepoint onOlderSavepoint;

  ChaosKafkaSinkCommand() {
    super(1);
  }

  @Override
  ChaosResult run(List<LocalStack> stacks) throws IOException, InterruptedException {
    return new SinkChaos(stacks.get(0), sink, onOlderSavepoint, this::print).run(seeds.seeds());
  }
}
