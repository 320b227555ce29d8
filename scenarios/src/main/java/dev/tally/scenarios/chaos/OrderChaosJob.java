package dev.tally.scenarios.chaos;

import dev.tally.pipelines.attribution.AttributionJob;
import dev.tally.pipelines.attribution.AttributionOptions;
import dev.tally.pipelines.attribution.CheckedAttributionOptions;
import dev.tally.pipelines.attribution.KafkaAttributionPorts;
import dev.tally.runners.FlinkRest;
import dev.tally.runners.RunnerSettings;
import dev.tally.server.stack.LocalStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.FileStagingOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * The attribution job, which runs on the Flink cluster of a stack and uses its order service. The
 * cluster has the job's classes.
 */
record OrderChaosJob(LocalStack stack, OrderTopics topics) {
  private static final int CHECKPOINT_MILLIS = 1_000;

  FlinkRest.Job submit() throws IOException {
    AttributionOptions options =
        PipelineOptionsFactory.fromArgs(
                "--bootstrapServers=" + stack.kafkaBootstrap(),
                "--flinkMaster=" + stack.flinkRest().getAuthority(),
                "--jobName=" + topics.prefix() + "attribution",
                "--parallelism=" + OrderTopics.PARTITIONS,
                "--checkpointingInterval=" + CHECKPOINT_MILLIS,
                "--expectedDelay=500ms",
                "--consumerGroup=" + topics.prefix() + "group",
                "--ordersTopic=" + topics.orders(),
                "--cleanAdEventsTopic=" + topics.cleanAdEvents(),
                "--campaignsTopic=" + topics.campaigns(),
                "--attributedOrdersTopic=" + topics.attributedOrders(),
                "--deadLettersTopic=" + topics.deadLetters(),
                "--orderService=" + stack.orderService())
            .as(AttributionOptions.class);
    options.setRunner(RunnerSettings.defaultRunner());
    Path nothing = Files.createDirectories(stack.dataDir().resolve("nothing-to-stage"));
    options.as(FileStagingOptions.class).setFilesToStage(List.of(nothing.toString()));
    RunnerSettings.complete(options, nothing, 0);
    CheckedAttributionOptions checked = CheckedAttributionOptions.check(options);
    Pipeline pipeline = Pipeline.create(options);
    AttributionJob.build(
        pipeline,
        checked.rules(),
        checked.cleansing(),
        new KafkaAttributionPorts(options, checked));
    pipeline.run();
    return FlinkRest.at(stack.flinkRest().toString()).latestJob().orElseThrow();
  }
}
