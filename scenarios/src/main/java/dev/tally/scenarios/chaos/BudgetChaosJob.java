package dev.tally.scenarios.chaos;

import dev.tally.pipelines.budget.BudgetJob;
import dev.tally.pipelines.budget.BudgetOptions;
import dev.tally.pipelines.budget.CheckedBudgetOptions;
import dev.tally.pipelines.budget.KafkaBudgetPorts;
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
 * The budget job, which runs on the Flink cluster of a stack. The cluster has the job's classes.
 */
record BudgetChaosJob(LocalStack stack, BudgetTopics topics) {
  private static final int CHECKPOINT_MILLIS = 1_000;

  FlinkRest.Job submit() throws IOException {
    BudgetOptions options =
        PipelineOptionsFactory.fromArgs(
                "--bootstrapServers=" + stack.kafkaBootstrap(),
                "--flinkMaster=" + stack.flinkRest().getAuthority(),
                "--jobName=" + topics.prefix() + "budget",
                "--parallelism=" + BudgetTopics.PARTITIONS,
                "--checkpointingInterval=" + CHECKPOINT_MILLIS,
                "--announceEvery=1s",
                "--expectedDelay=500ms",
                "--consumerGroup=" + topics.prefix() + "group",
                "--adMetricsTopic=" + topics.adMetrics(),
                "--campaignsTopic=" + topics.campaigns(),
                "--campaignSpendTopic=" + topics.campaignSpend(),
                "--deadLettersTopic=" + topics.deadLetters())
            .as(BudgetOptions.class);
    options.setRunner(RunnerSettings.defaultRunner());
    Path nothing = Files.createDirectories(stack.dataDir().resolve("nothing-to-stage"));
    options.as(FileStagingOptions.class).setFilesToStage(List.of(nothing.toString()));
    RunnerSettings.complete(options, nothing, 0);
    CheckedBudgetOptions checked = CheckedBudgetOptions.check(options);
    Pipeline pipeline = Pipeline.create(options);
    BudgetJob.build(
        pipeline,
        checked.settings(),
        checked.placeholders(),
        new KafkaBudgetPorts(options, checked));
    pipeline.run();
    return FlinkRest.at(stack.flinkRest().toString()).latestJob().orElseThrow();
  }
}
