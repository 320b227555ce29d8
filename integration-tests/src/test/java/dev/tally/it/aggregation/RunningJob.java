package dev.tally.it.aggregation;

import com.google.common.base.CaseFormat;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.it.Servers;
import dev.tally.operations.GroupProgress;
import dev.tally.operations.GroupProgress.Partition;
import dev.tally.operations.TallyTopics;
import dev.tally.operations.WatermarkHold;
import dev.tally.pipelines.aggregation.AggregationJob;
import dev.tally.pipelines.aggregation.AggregationOptions;
import dev.tally.pipelines.aggregation.AggregationPorts;
import dev.tally.pipelines.aggregation.CheckedAggregationOptions;
import dev.tally.pipelines.aggregation.KafkaAggregationPorts;
import dev.tally.pipelines.attribution.AttributionJob;
import dev.tally.pipelines.attribution.AttributionOptions;
import dev.tally.pipelines.attribution.CheckedAttributionOptions;
import dev.tally.pipelines.attribution.KafkaAttributionPorts;
import dev.tally.pipelines.budget.BudgetJob;
import dev.tally.pipelines.budget.BudgetOptions;
import dev.tally.pipelines.budget.CheckedBudgetOptions;
import dev.tally.pipelines.budget.KafkaBudgetPorts;
import dev.tally.pipelines.options.JobOptions;
import dev.tally.pipelines.reach.CheckedReachOptions;
import dev.tally.pipelines.reach.KafkaReachPorts;
import dev.tally.pipelines.reach.ReachJob;
import dev.tally.pipelines.reach.ReachOptions;
import dev.tally.pipelines.union.CheckedUnionOptions;
import dev.tally.pipelines.union.KafkaUnionPorts;
import dev.tally.pipelines.union.UnionJob;
import dev.tally.pipelines.union.UnionOptions;
import dev.tally.runners.FlinkRest;
import dev.tally.runners.JobCancellation;
import dev.tally.runners.RunnerSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * A job that uses its own topics on the shared Kafka. It runs on an embedded Flink unless the
 * options name a cluster.
 */
public final class RunningJob implements AutoCloseable {
  private final KafkaCluster cluster;
  private final JobOptions options;
  private final PipelineResult result;
  private final FlinkRest flink;
  private boolean stopped;
  private boolean ended;

  private RunningJob(
      KafkaCluster cluster, JobOptions options, PipelineResult result, FlinkRest flink) {
    this.cluster = cluster;
    this.options = options;
    this.result = result;
    this.flink = flink;
  }

  /** Creates the topics of one test, with a common prefix. */
  public static void createTopics(
      KafkaCluster cluster, String prefix, int partitions, boolean replay) throws IOException {
    List<TallyTopics.Topic> topics = new ArrayList<>();
    for (TallyTopics.Topic topic : TallyTopics.all(partitions, replay)) {
      topics.add(
          new TallyTopics.Topic(prefix + topic.name(), topic.partitions(), topic.settings()));
    }
    TallyTopics.create(cluster, topics);
  }

  public static AggregationOptions options(KafkaCluster cluster, String prefix, String... more) {
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.add("--adEventsTopic=" + prefix + "ad-events");
    arguments.add("--adMetricsTopic=" + prefix + "ad-metrics");
    arguments.add("--deadLettersTopic=" + prefix + "dead-letters");
    if (arguments.stream().noneMatch(a -> a.startsWith("--consumerGroup="))) {
      arguments.add("--consumerGroup=" + prefix + "group");
    }
    if (arguments.stream().noneMatch(a -> a.startsWith("--cleanAdEventsTopic="))) {
      arguments.add("--cleanAdEventsTopic=" + prefix + "clean-ad-events");
    }
    arguments.add("--bootstrapServers=" + Servers.kafka().kafkaBootstrap());
    AggregationOptions options =
        PipelineOptionsFactory.fromArgs(arguments.toArray(String[]::new))
            .as(AggregationOptions.class);
    if (more.length == 0 || !List.of(more).toString().contains("--runner=")) {
      options.setRunner(RunnerSettings.defaultRunner());
    }
    return options;
  }

  public static RunningJob start(KafkaCluster cluster, Path dir, AggregationOptions options)
      throws IOException {
    return start(cluster, dir, options, ports -> ports);
  }

  /** Starts the job on ports that the test has changed. */
  static RunningJob start(
      KafkaCluster cluster,
      Path dir,
      AggregationOptions options,
      UnaryOperator<AggregationPorts> change)
      throws IOException {
    int port = Servers.freePort();
    RunnerSettings.complete(options, dir, port);
    CheckedAggregationOptions checked = CheckedAggregationOptions.check(options);
    Pipeline pipeline = Pipeline.create(options);
    AggregationJob.build(
        pipeline, checked.rules(), change.apply(new KafkaAggregationPorts(options, checked)));
    return new RunningJob(
        cluster, options, pipeline.run(), FlinkRest.at(RunnerSettings.restUrl(options, port)));
  }

  /** Starts the attribution job on the topics with a prefix. */
  public static RunningJob startAttribution(
      KafkaCluster cluster, String prefix, Path dir, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(more));
    for (String topic : List.of("orders", "clean-ad-events", "campaigns", "attributed-orders")) {
      arguments.add("--%sTopic=%s".formatted(camelCase(topic), prefix + topic));
    }
    arguments.add("--deadLettersTopic=" + prefix + "dead-letters");
    if (arguments.stream().noneMatch(a -> a.startsWith("--consumerGroup="))) {
      arguments.add("--consumerGroup=" + prefix + "attribution");
    }
    arguments.add("--bootstrapServers=" + Servers.kafka().kafkaBootstrap());
    AttributionOptions options =
        PipelineOptionsFactory.fromArgs(arguments.toArray(String[]::new))
            .as(AttributionOptions.class);
    options.setRunner(RunnerSettings.defaultRunner());
    int port = Servers.freePort();
    RunnerSettings.complete(options, dir, port);
    CheckedAttributionOptions checked = CheckedAttributionOptions.check(options);
    Pipeline pipeline = Pipeline.create(options);
    AttributionJob.build(
        pipeline,
        checked.rules(),
        checked.cleansing(),
        new KafkaAttributionPorts(options, checked));
    return new RunningJob(
        cluster, options, pipeline.run(), FlinkRest.at(RunnerSettings.restUrl(options, port)));
  }

  /** Starts the union-and-load job on the topics with a prefix. */
  public static RunningJob startUnion(
      KafkaCluster cluster, String bootstrap, String prefix, Path dir, String... more)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of(more));
    for (String topic :
        List.of("ad-metrics", "attributed-orders", "all-ad-metrics", "all-attributed-orders")) {
      arguments.add("--%sTopic=%s".formatted(camelCase(topic), prefix + topic));
    }
    arguments.add("--deadLettersTopic=" + prefix + "dead-letters");
    arguments.add("--consumerGroup=" + prefix + "union");
    arguments.add("--bootstrapServers=" + bootstrap);
    UnionOptions options =
        PipelineOptionsFactory.fromArgs(arguments.toArray(String[]::new)).as(UnionOptions.class);
    options.setRunner(RunnerSettings.defaultRunner());
    int port = Servers.freePort();
    RunnerSettings.complete(options, dir, port);
    CheckedUnionOptions checked = CheckedUnionOptions.check(options);
    Pipeline pipeline = Pipeline.create(options);
    UnionJob.build(pipeline, new KafkaUnionPorts(options, checked));
    return new RunningJob(
        cluster, options, pipeline.run(), FlinkRest.at(RunnerSettings.restUrl(options, port)));
  }

  /** Starts the budget job on the topics with a prefix. */
  public static RunningJob startBudget(
      KafkaCluster cluster, String prefix, Path dir, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(more));
    for (String topic : List.of("ad-metrics", "campaigns", "campaign-spend", "dead-letters")) {
      arguments.add("--%sTopic=%s".formatted(camelCase(topic), prefix + topic));
    }
    arguments.add("--consumerGroup=" + prefix + "budget");
    arguments.add("--bootstrapServers=" + Servers.kafka().kafkaBootstrap());
    BudgetOptions options =
        PipelineOptionsFactory.fromArgs(arguments.toArray(String[]::new)).as(BudgetOptions.class);
    options.setRunner(RunnerSettings.defaultRunner());
    int port = Servers.freePort();
    RunnerSettings.complete(options, dir, port);
    CheckedBudgetOptions checked = CheckedBudgetOptions.check(options);
    Pipeline pipeline = Pipeline.create(options);
    BudgetJob.build(
        pipeline,
        checked.settings(),
        checked.placeholders(),
        new KafkaBudgetPorts(options, checked));
    return new RunningJob(
        cluster, options, pipeline.run(), FlinkRest.at(RunnerSettings.restUrl(options, port)));
  }

  /** Starts the reach job on the topics with a prefix. */
  public static RunningJob startReach(KafkaCluster cluster, String prefix, Path dir, String... more)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of(more));
    for (String topic : List.of("clean-ad-events", "campaign-reach", "dead-letters")) {
      arguments.add("--%sTopic=%s".formatted(camelCase(topic), prefix + topic));
    }
    arguments.add("--consumerGroup=" + prefix + "reach");
    arguments.add("--bootstrapServers=" + Servers.kafka().kafkaBootstrap());
    ReachOptions options =
        PipelineOptionsFactory.fromArgs(arguments.toArray(String[]::new)).as(ReachOptions.class);
    options.setRunner(RunnerSettings.defaultRunner());
    int port = Servers.freePort();
    RunnerSettings.complete(options, dir, port);
    CheckedReachOptions checked = CheckedReachOptions.check(options);
    Pipeline pipeline = Pipeline.create(options);
    ReachJob.build(
        pipeline,
        checked.settings(),
        checked.maxClockSkew(),
        new KafkaReachPorts(options, checked));
    return new RunningJob(
        cluster, options, pipeline.run(), FlinkRest.at(RunnerSettings.restUrl(options, port)));
  }

  public static String camelCase(String topic) {
    return CaseFormat.LOWER_HYPHEN.to(CaseFormat.LOWER_CAMEL, topic);
  }

  /** Returns true once the job has ended by itself. An embedded cluster ends with its job. */
  public boolean hasEnded() {
    try {
      ended |= result.getState().isTerminal();
    } catch (IllegalStateException noCluster) {
      ended = true;
    }
    return ended;
  }

  public boolean hasFailed() {
    return result.getState() == PipelineResult.State.FAILED;
  }

  /**
   * Returns true once a checkpoint contains everything that was in the raw topic when it was taken.
   */
  public boolean hasReadAll(int partitions) {
    try (GroupProgress progress = GroupProgress.of(cluster, options.getConsumerGroup())) {
      List<Partition> read = progress.partitions();
      return read.size() == partitions && read.stream().allMatch(p -> p.lag() == 0);
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns what holds the job's watermark; empty before the first checkpoint. */
  public Optional<WatermarkHold> hold() throws IOException {
    try (GroupProgress progress = GroupProgress.of(cluster, options.getConsumerGroup())) {
      return progress.hold(progress.partitions());
    }
  }

  public long completedCheckpoints() throws IOException {
    return flink.checkpoints(job()).completed();
  }

  public long restores() throws IOException {
    return flink.checkpoints(job()).restored();
  }

  public Map<String, Long> counters() throws IOException {
    return flink.counters(job());
  }

  /** Stops the job; returns the savepoint from which it can be started again. */
  public String stopWithSavepoint() throws IOException {
    String path = flink.stopWithSavepoint(job(), Duration.ofMinutes(1));
    stopped = true;
    return path;
  }

  private FlinkRest.Job job() throws IOException {
    return flink.job(options.getJobName()).orElseThrow();
  }

  @Override
  public void close() throws IOException {
    if (!stopped && !ended) {
      JobCancellation.cancel(result);
    }
  }
}
