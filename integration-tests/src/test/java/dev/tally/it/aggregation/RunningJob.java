package dev.tally.it.aggregation;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.it.Servers;
import dev.tally.operate.GroupProgress;
import dev.tally.operate.GroupProgress.Partition;
import dev.tally.operate.TallyTopics;
import dev.tally.pipelines.aggregation.AggregationJob;
import dev.tally.pipelines.aggregation.AggregationLaunch;
import dev.tally.pipelines.aggregation.AggregationOptions;
import dev.tally.pipelines.aggregation.AggregationPorts;
import dev.tally.pipelines.aggregation.KafkaAggregationPorts;
import dev.tally.runners.FlinkRest;
import dev.tally.runners.RunnerSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * The aggregation job over topics of its own on the shared Kafka, on an embedded Flink unless the
 * options name a cluster.
 */
final class RunningJob implements AutoCloseable {
  private final KafkaCluster cluster;
  private final AggregationOptions options;
  private final PipelineResult result;
  private final FlinkRest flink;
  private boolean stopped;

  private RunningJob(
      KafkaCluster cluster, AggregationOptions options, PipelineResult result, FlinkRest flink) {
    this.cluster = cluster;
    this.options = options;
    this.result = result;
    this.flink = flink;
  }

  /** Topics of one test, by a common prefix. */
  static void createTopics(KafkaCluster cluster, String prefix, int partitions, boolean replay)
      throws IOException {
    List<TallyTopics.Topic> topics = new ArrayList<>();
    for (TallyTopics.Topic topic : TallyTopics.all(partitions, replay)) {
      topics.add(
          new TallyTopics.Topic(prefix + topic.name(), topic.partitions(), topic.settings()));
    }
    TallyTopics.create(cluster, topics);
  }

  static AggregationOptions options(KafkaCluster cluster, String prefix, String... more) {
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

  static RunningJob start(KafkaCluster cluster, Path dir, AggregationOptions options)
      throws IOException {
    return start(cluster, dir, options, ports -> ports);
  }

  /** Starts the job on ports that are changed on the way. */
  static RunningJob start(
      KafkaCluster cluster,
      Path dir,
      AggregationOptions options,
      UnaryOperator<AggregationPorts> change)
      throws IOException {
    int port = Servers.freePort();
    RunnerSettings.complete(options, dir, port);
    AggregationLaunch launch = AggregationLaunch.check(options);
    Pipeline pipeline = Pipeline.create(options);
    AggregationJob.build(
        pipeline, launch.rules(), change.apply(new KafkaAggregationPorts(options, launch)));
    return new RunningJob(
        cluster, options, pipeline.run(), FlinkRest.at(RunnerSettings.restUrl(options, port)));
  }

  boolean hasFailed() {
    return result.getState() == PipelineResult.State.FAILED;
  }

  /** True once a checkpoint holds all that was in the raw topic when it was taken. */
  boolean hasReadAll(int partitions) {
    try (GroupProgress progress = GroupProgress.of(cluster, options.getConsumerGroup())) {
      List<Partition> read = progress.partitions();
      return read.size() == partitions && read.stream().allMatch(p -> p.lag() == 0);
    } catch (IOException e) {
      return false;
    }
  }

  long completedCheckpoints() throws IOException {
    return flink.checkpoints(job()).completed();
  }

  long restores() throws IOException {
    return flink.checkpoints(job()).restored();
  }

  Map<String, Long> counters() throws IOException {
    return flink.counters(job());
  }

  /** Stops the job; gives the savepoint that it can be started from again. */
  String stopWithSavepoint() throws IOException {
    String path = flink.stopWithSavepoint(job(), Duration.ofMinutes(1));
    stopped = true;
    return path;
  }

  private FlinkRest.Job job() throws IOException {
    return flink.job(options.getJobName()).orElseThrow();
  }

  @Override
  public void close() throws IOException {
    if (!stopped) {
      result.cancel();
    }
  }
}
