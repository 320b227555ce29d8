package dev.tally.scenarios.chaos;

import dev.tally.io.kafka.Delivery;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.kafka.OnOlderSavepoint;
import dev.tally.io.kafka.TopicIO;
import dev.tally.io.kafka.WatermarkPolicy;
import dev.tally.runners.FlinkRest;
import dev.tally.runners.RunnerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.FileStagingOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A job on a Flink cluster that counts the facts of one topic and writes the counts to another
 * topic with the sink under test.
 *
 * @param kafka the Kafka cluster of both topics
 * @param flinkMaster {@code host:port} of the Flink cluster's REST interface
 * @param name the job's name, which is also its sink group
 * @param breakpoint the directory of the {@link Breakpoint}
 */
record ChaosJob(
    KafkaCluster kafka,
    String flinkMaster,
    String name,
    String from,
    String to,
    Path breakpoint,
    Delivery sink,
    OnOlderSavepoint onOlderSavepoint) {
  private static final int CHECKPOINT_MILLIS = 500;

  /** Returns true if the job may refuse an older checkpoint. */
  boolean mayRefuse() {
    return onOlderSavepoint == OnOlderSavepoint.REFUSE;
  }

  /** Returns true if the job must write everything after an older checkpoint again. */
  boolean mustWriteAgain() {
    return onOlderSavepoint == OnOlderSavepoint.REWRITE;
  }

  /** Submits the job, restored from a checkpoint unless it is null. */
  FlinkRest.Job submit(@Nullable Path checkpoint) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--flinkMaster=" + flinkMaster,
                "--jobName=" + name,
                "--parallelism=2",
                "--checkpointingInterval=" + CHECKPOINT_MILLIS));
    if (checkpoint != null) {
      arguments.add("--savepointPath=" + checkpoint.toUri());
    }
    PipelineOptions options =
        PipelineOptionsFactory.fromArgs(arguments.toArray(String[]::new)).create();
    options.setRunner(RunnerSettings.defaultRunner());
    options.as(FileStagingOptions.class).setFilesToStage(List.of(nothing().toString()));
    RunnerSettings.complete(options, breakpoint, 0);
    Pipeline pipeline = Pipeline.create(options);
    build(pipeline);
    pipeline.run();
    return FlinkRest.at("http://" + flinkMaster).latestJob().orElseThrow();
  }

  /**
   * Returns an empty directory to stage. The cluster already has the job's classes, and Beam would
   * stage the whole class path if the list of files were empty.
   */
  private Path nothing() throws IOException {
    return Files.createDirectories(breakpoint.resolve("nothing-to-stage"));
  }

  private void build(Pipeline pipeline) {
    KafkaCluster interrupted =
        kafka.withSettings(
            Map.of(
                "interceptor.classes",
                BreakpointInterceptor.class.getName(),
                BreakpointInterceptor.DIRECTORY,
                breakpoint.toString()));
    pipeline
        .apply(
            "Read",
            TopicIO.read(kafka, from, WatermarkPolicy.replay(Duration.ZERO))
                .as(new CountFacts.FactFn(), CountFacts.coder()))
        .apply("CountFacts", new CountFacts(to))
        .apply(
            "Write",
            TopicIO.write(interrupted, to, sink, name)
                .onOlderSavepoint(onOlderSavepoint)
                .withRevisions(new Facts.FactRevisionFn()));
  }
}
