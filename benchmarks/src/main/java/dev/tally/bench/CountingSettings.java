package dev.tally.bench;

import dev.tally.bench.JobSettings.Backend;
import dev.tally.io.kafka.Delivery;
import dev.tally.io.kafka.KafkaCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The settings of one run of the aggregation benchmark. The command passes them as arguments to the
 * JVM of the job.
 *
 * @param run the name of the run, which is also the name of its consumer group and sink group
 * @param kafkaSink how Tally's job writes
 * @param parallelism of the job
 * @param cleanTopic receives the accepted events; empty if they are not written
 * @param directory for checkpoints and for the samples of the progress
 */
record CountingSettings(
    CountingJob job,
    String run,
    String bootstrapServers,
    String rawTopic,
    String metricsTopic,
    String cleanTopic,
    String deadLettersTopic,
    Backend backend,
    Delivery kafkaSink,
    int parallelism,
    Path directory) {
  static final Duration CHECKPOINTS = Duration.ofSeconds(10);
  static final Duration EARLY_PANE = Duration.ofSeconds(10);

  private static final int ARGUMENTS = 11;

  /** Returns the arguments from which {@link #of} creates equal settings. */
  List<String> arguments() {
    return List.of(
        job.name(),
        run,
        bootstrapServers,
        rawTopic,
        metricsTopic,
        cleanTopic,
        deadLettersTopic,
        backend.name(),
        kafkaSink.name(),
        String.valueOf(parallelism),
        directory.toString());
  }

  static CountingSettings of(String... arguments) {
    if (arguments.length != ARGUMENTS) {
      throw new IllegalArgumentException(
          "expected %d arguments, found %d".formatted(ARGUMENTS, arguments.length));
    }
    return new CountingSettings(
        CountingJob.valueOf(arguments[0]),
        arguments[1],
        arguments[2],
        arguments[3],
        arguments[4],
        arguments[5],
        arguments[6],
        Backend.valueOf(arguments[7]),
        Delivery.valueOf(arguments[8]),
        Integer.parseInt(arguments[9]),
        Path.of(arguments[10]));
  }

  /** Returns the {@code ./tally} arguments that run the job; other options have their defaults. */
  List<String> tallyArguments() {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "run",
                "aggregation",
                "--dir=" + directory,
                "--bootstrapServers=" + bootstrapServers,
                "--input=REPLAY",
                "--adEventsTopic=" + rawTopic,
                "--adMetricsTopic=" + metricsTopic,
                "--cleanAdEventsTopic=" + cleanTopic,
                "--deadLettersTopic=" + deadLettersTopic,
                "--jobName=" + run,
                "--consumerGroup=" + run,
                "--sinkGroup=" + run,
                "--parallelism=" + parallelism,
                "--kafkaSink=" + kafkaSink,
                "--checkpointingInterval=" + CHECKPOINTS.toMillis()));
    if (backend != Backend.HEAP) {
      arguments.add("--stateBackend=" + backend.option());
    }
    return arguments;
  }

  KafkaCluster kafka() {
    return KafkaCluster.at(bootstrapServers);
  }

  boolean writesCleanEvents() {
    return !cleanTopic.isEmpty();
  }

  /** The file to which the job's JVM writes its {@link ProgressSamples}. */
  Path samples() {
    return directory.resolve("samples.csv");
  }
}
