package dev.tally.cli;

import dev.tally.io.kafka.Delivery;
import dev.tally.io.pinot.PinotTable.HashFunction;
import dev.tally.operations.plan.Deployment;
import dev.tally.operations.plan.Deployment.Output;
import dev.tally.operations.plan.StoreSettings;
import dev.tally.pipelines.options.Problems;
import picocli.CommandLine.Option;

/** Options of {@code ./tally plan} that describe the jobs, Kafka and Pinot. */
final class PlanClusterOptions {
  private static final double GIGABYTE = 1e9;

  @Option(
      names = "--regions",
      paramLabel = "N",
      defaultValue = "1",
      description = "Regions with equal shares of the events (default: ${DEFAULT-VALUE}).")
  private int regions;

  @Option(
      names = "--replicas",
      paramLabel = "N",
      defaultValue = "2",
      description = "Replicas in Kafka and in Pinot (default: ${DEFAULT-VALUE}).")
  private int replicas;

  @Option(
      names = "--catchUp",
      paramLabel = "FACTOR",
      defaultValue = "2",
      description =
          "How many times the peak rate the jobs must be able to process; with 2, a lag of an hour"
              + " is caught up in an hour (default: ${DEFAULT-VALUE}).")
  private double catchUp;

  @Option(
      names = "--checkpointInterval",
      paramLabel = "TIME",
      defaultValue = "10s",
      description = "Time between two checkpoints (default: ${DEFAULT-VALUE}).")
  private String checkpointInterval;

  @Option(
      names = "--kafkaSink",
      paramLabel = "MODE",
      defaultValue = "TWO_PHASE",
      description = "As for the jobs: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Delivery kafkaSink;

  @Option(
      names = "--countsOnly",
      description = "The aggregation job does not write clean-ad-events.")
  private boolean countsOnly;

  @Option(
      names = "--pinotHash",
      paramLabel = "FUNCTION",
      defaultValue = "MD5",
      description =
          "hashFunction of Pinot's tables: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private HashFunction pinotHash;

  @Option(
      names = "--pinotServerHeap",
      paramLabel = "GB",
      defaultValue = "8",
      description = "Heap of a Pinot server in GB (default: ${DEFAULT-VALUE}).")
  private double pinotServerHeap;

  Deployment deployment(Problems problems) {
    return new Deployment(
        regions,
        catchUp,
        PlanTimeOptions.duration("checkpointInterval", checkpointInterval, problems),
        kafkaSink,
        countsOnly ? Output.COUNTS : Output.COUNTS_AND_CLEAN_EVENTS);
  }

  StoreSettings stores() {
    return new StoreSettings(replicas, pinotHash, pinotServerHeap * GIGABYTE);
  }
}
