package dev.tally.scenarios.chaos;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.kafka.OnOlderSavepoint;
import dev.tally.operations.TallyTopics;
import dev.tally.operations.TallyTopics.Topic;
import dev.tally.pipelines.union.CheckedUnionOptions;
import dev.tally.pipelines.union.KafkaUnionPorts;
import dev.tally.pipelines.union.UnionJob;
import dev.tally.pipelines.union.UnionOptions;
import dev.tally.runners.FlinkRest;
import dev.tally.runners.RunnerSettings;
import dev.tally.server.stack.LocalStack;
import dev.tally.transforms.codec.DefaultNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.FileStagingOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.jspecify.annotations.Nullable;

/**
 * The union job of a region, which runs on the Flink cluster of a stack. The cluster has the job's
 * classes.
 *
 * @param stack the servers, with Flink, Hive and, if it is loaded, ClickHouse
 * @param name the name of the schedule, which is the prefix of topics and tables
 * @param region the name of the job's region
 * @param kafka bootstrap servers of the region
 * @param otherRegions value of the option {@code --otherRegions}
 * @param breakpoint the directory of the {@link Breakpoint}
 * @param onOlderSavepoint what the job does with an older checkpoint
 * @param loads the stores that this region's job loads
 */
record LoadJob(
    LocalStack stack,
    String name,
    String region,
    String kafka,
    String otherRegions,
    Path breakpoint,
    OnOlderSavepoint onOlderSavepoint,
    Set<Store> loads) {
  static final int PARTITIONS = 2;
  private static final int CHECKPOINT_MILLIS = 1_000;

  /** A store that a job loads. */
  enum Store {
    HIVE,
    PINOT,
    CLICKHOUSE
  }

  /** Creates the topics of a schedule in one region. */
  static void createTopics(KafkaCluster kafka, String name) throws IOException {
    TallyTopics.create(kafka, topics(name));
  }

  private static List<Topic> topics(String name) {
    return TallyTopics.all(PARTITIONS, true).stream()
        .map(topic -> new Topic(topic(name, topic.name()), topic.partitions(), topic.settings()))
        .toList();
  }

  private static String topic(String name, String defaultName) {
    return name + "-" + defaultName;
  }

  static List<String> topicNames(String name) {
    return topics(name).stream().map(Topic::name).toList();
  }

  /** Returns the name of the topic that the jobs read in each region. */
  static String adMetrics(String name) {
    return topic(name, DefaultNames.AD_METRICS);
  }

  /** Returns the name of the topic that the job of each region writes. */
  static String allAdMetrics(String name) {
    return topic(name, DefaultNames.ALL_AD_METRICS);
  }

  /** Returns the name of a schedule's table in Pinot, Hive and ClickHouse. */
  static String table(String name) {
    return name.replace('-', '_') + "_" + DefaultNames.AD_METRICS_TABLE;
  }

  /** Submits the job, restored from a checkpoint unless it is null. */
  FlinkRest.Job submit(@Nullable Path checkpoint) throws IOException {
    UnionOptions options =
        PipelineOptionsFactory.fromArgs(arguments(checkpoint).toArray(String[]::new))
            .as(UnionOptions.class);
    options.setRunner(RunnerSettings.defaultRunner());
    options.as(FileStagingOptions.class).setFilesToStage(List.of(breakpoint.toString()));
    RunnerSettings.complete(options, breakpoint, 0);
    CheckedUnionOptions checked = CheckedUnionOptions.check(options);
    Pipeline pipeline = Pipeline.create(options);
    UnionJob.build(
        pipeline,
        new KafkaUnionPorts(options, checked)
            .withCommitListener(new HiveBreakpoint(breakpoint.toString())));
    pipeline.run();
    return FlinkRest.at(stack.flinkRest().toString()).job(options.getJobName()).orElseThrow();
  }

  private List<String> arguments(@Nullable Path checkpoint) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--bootstrapServers=" + kafka,
                "--region=" + region,
                "--otherRegions=" + otherRegions,
                "--flinkMaster=" + stack.flinkRest().getAuthority(),
                "--jobName=" + name + "-" + region,
                "--consumerGroup=" + name + "-" + region,
                "--sinkGroup=" + name + "-" + region,
                "--onOlderSavepoint=" + onOlderSavepoint,
                "--parallelism=1",
                "--checkpointingInterval=" + CHECKPOINT_MILLIS,
                "--adMetricsTopic=" + adMetrics(name),
                "--attributedOrdersTopic=" + topic(name, DefaultNames.ATTRIBUTED_ORDERS),
                "--allAdMetricsTopic=" + allAdMetrics(name),
                "--allAttributedOrdersTopic=" + topic(name, DefaultNames.ALL_ATTRIBUTED_ORDERS),
                "--deadLettersTopic=" + topic(name, DefaultNames.DEAD_LETTERS)));
    loads.forEach(store -> arguments.addAll(arguments(store)));
    if (checkpoint != null) {
      arguments.add("--savepointPath=" + checkpoint.toUri());
    }
    return arguments;
  }

  private List<String> arguments(Store store) {
    return switch (store) {
      case HIVE ->
          List.of(
              "--hiveMetastore=" + stack.hive().metastore(),
              "--hiveDelay=1s",
              "--hiveAdMetricsTable=" + table(name),
              "--hiveAttributedOrdersTable=" + table(name) + "_orders");
      case PINOT ->
          List.of(
              "--pinotController=" + stack.pinotController(),
              "--pinotAdMetricsTable=" + table(name),
              "--pinotAttributedOrdersTable=" + table(name) + "_orders");
      case CLICKHOUSE ->
          List.of(
              "--clickHouseUrl=" + stack.clickHouse(),
              "--clickHouseDelay=1s",
              "--clickHouseAdMetricsTable=" + table(name),
              "--clickHouseAttributedOrdersTable=" + table(name) + "_orders");
    };
  }
}
