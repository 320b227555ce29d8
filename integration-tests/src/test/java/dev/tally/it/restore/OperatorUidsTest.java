package dev.tally.it.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.it.Servers;
import dev.tally.it.aggregation.RunningJob;
import dev.tally.pipelines.aggregation.AggregationJob;
import dev.tally.pipelines.aggregation.AggregationOptions;
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
import dev.tally.runners.RunnerSettings;
import dev.tally.server.stack.Server;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.UUID;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks that every operator with state has a uid, with each option that adds steps, and that the
 * uids equal those of earlier builds. Flink finds an operator's state in a savepoint by its uid.
 * Without a uid it derives one from the graph, and thus also from the parallelism.
 */
@Tag("integration")
class OperatorUidsTest {
  @TempDir private Path dir;
  private String prefix;

  @BeforeEach
  void makeTopics() throws IOException {
    prefix = "uids-" + UUID.randomUUID() + "-";
    KafkaCluster cluster = KafkaCluster.at(Servers.kafka().kafkaBootstrap());
    RunningJob.createTopics(cluster, prefix, 2, false);
  }

  @Test
  void keepsTheUidsOfTheAggregation_inTwoRegionsWithRepeatClicksAndALimit() throws Exception {
    assertThat(
            aggregationUids(
                "clean-ad-events",
                "--doubleClickWindow=1s",
                "--maxClicksPerUserHour=20",
                "--dedupScope=GLOBAL",
                "--otherRegions=eu=kafka.invalid:9092"))
        .containsExactlyElementsOf(golden("aggregation"));
  }

  /** A step that an option removes has state even if it does nothing, and Flink misses it. */
  @Test
  void losesNoStep_whenAnOptionOfTheAggregationIsAdded() throws Exception {
    assertThat(
            aggregationUids(
                "clean-ad-events", "--doubleClickWindow=1s", "--maxClicksPerUserHour=20"))
        .containsAll(aggregationUids("", "--cleanAdEventsTopic="));
  }

  private SortedSet<String> aggregationUids(String cleanTopic, String... more) throws Exception {
    List<String> topics = new ArrayList<>(List.of("ad-events", "ad-metrics", "dead-letters"));
    if (!cleanTopic.isEmpty()) {
      topics.add(cleanTopic);
    }
    AggregationOptions options = options(AggregationOptions.class, topics, more);
    CheckedAggregationOptions checked = CheckedAggregationOptions.check(options);
    Pipeline pipeline = Pipeline.create(options);
    AggregationJob.build(pipeline, checked.rules(), new KafkaAggregationPorts(options, checked));
    return OperatorUids.of(pipeline);
  }

  @Test
  void keepsTheUidsOfTheAttribution_inTwoRegionsWithAnOrderService() throws Exception {
    assertThat(
            attributionUids(
                "--orderService=http://127.0.0.1:1", "--otherRegions=eu=kafka.invalid:9092"))
        .containsExactlyElementsOf(golden("attribution"));
  }

  @Test
  void losesNoStep_whenAnOrderServiceIsAdded() throws Exception {
    assertThat(attributionUids("--orderService=http://127.0.0.1:1")).containsAll(attributionUids());
  }

  private SortedSet<String> attributionUids(String... more) throws Exception {
    AttributionOptions options =
        options(
            AttributionOptions.class,
            List.of("orders", "campaigns", "clean-ad-events", "attributed-orders", "dead-letters"),
            more);
    CheckedAttributionOptions checked = CheckedAttributionOptions.check(options);
    Pipeline pipeline = Pipeline.create(options);
    AttributionJob.build(
        pipeline,
        checked.rules(),
        checked.cleansing(),
        new KafkaAttributionPorts(options, checked));
    return OperatorUids.of(pipeline);
  }

  @Test
  void keepsTheUidsOfSinksWithStableInput() throws Exception {
    BudgetOptions options =
        options(
            BudgetOptions.class,
            List.of("ad-metrics", "campaigns", "campaign-spend", "dead-letters"),
            "--kafkaSink=EXACTLY_ONCE");
    CheckedBudgetOptions checked = CheckedBudgetOptions.check(options);
    Pipeline pipeline = Pipeline.create(options);
    BudgetJob.build(
        pipeline,
        checked.settings(),
        checked.placeholders(),
        new KafkaBudgetPorts(options, checked));
    assertThat(OperatorUids.of(pipeline))
        .contains(
            "WriteCampaignSpend/Send/Write/Commit/ParMultiDo(Commit)",
            "WriteCampaignSpend/Send/Write/EmitHeartbeats/Heartbeat/ParMultiDo(Heartbeat)",
            "WriteCampaignSpend/Send/Write/EmitHeartbeats/Seed/ParMultiDo(Seed)",
            "WriteCampaignSpend/Send/Write/EmitHeartbeats/Start/Read");
  }

  @Test
  void keepsTheUidsOfTheUnion_inTwoRegions() throws Exception {
    assertThat(unionUids()).containsExactlyElementsOf(golden("union"));
  }

  @Test
  void keepsTheUidsOfTheUnion_intoClickHouse() throws Exception {
    Assumptions.assumeTrue(Server.CLICKHOUSE.isInstalled(), "ClickHouse is not installed");
    SortedSet<String> uids =
        unionUids(
            "--clickHouseUrl=" + Servers.clickHouse().clickHouse(), "--clickHouseDatabase=uids");
    assertThat(uids).containsAll(unionUids());
    assertThat(uids)
        .filteredOn(uid -> uid.contains("ClickHouse") || uid.startsWith("RowsOf"))
        .containsExactlyElementsOf(golden("union-clickhouse"));
  }

  private SortedSet<String> unionUids(String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.add("--otherRegions=eu=kafka.invalid:9092");
    UnionOptions options =
        options(
            UnionOptions.class,
            List.of(
                "ad-metrics",
                "attributed-orders",
                "all-ad-metrics",
                "all-attributed-orders",
                "dead-letters"),
            arguments.toArray(String[]::new));
    CheckedUnionOptions checked = CheckedUnionOptions.check(options);
    Pipeline pipeline = Pipeline.create(options);
    UnionJob.build(pipeline, new KafkaUnionPorts(options, checked));
    return OperatorUids.of(pipeline);
  }

  @Test
  void keepsTheUidsOfTheBudget_inTwoRegions() throws Exception {
    BudgetOptions options =
        options(
            BudgetOptions.class,
            List.of("ad-metrics", "campaigns", "campaign-spend", "dead-letters"),
            "--otherRegions=eu=kafka.invalid:9092");
    CheckedBudgetOptions checked = CheckedBudgetOptions.check(options);
    Pipeline pipeline = Pipeline.create(options);
    BudgetJob.build(
        pipeline,
        checked.settings(),
        checked.placeholders(),
        new KafkaBudgetPorts(options, checked));
    assertThat(OperatorUids.of(pipeline)).containsExactlyElementsOf(golden("budget"));
  }

  @Test
  void keepsTheUidsOfTheReachJob_inTwoRegions() throws Exception {
    ReachOptions options =
        options(
            ReachOptions.class,
            List.of("clean-ad-events", "campaign-reach", "dead-letters"),
            "--otherRegions=eu=kafka.invalid:9092");
    CheckedReachOptions checked = CheckedReachOptions.check(options);
    Pipeline pipeline = Pipeline.create(options);
    ReachJob.build(
        pipeline,
        checked.settings(),
        checked.maxClockSkew(),
        new KafkaReachPorts(options, checked));
    assertThat(OperatorUids.of(pipeline)).containsExactlyElementsOf(golden("reach"));
  }

  private <O extends JobOptions> O options(Class<O> type, List<String> topics, String... more) {
    List<String> arguments = new ArrayList<>(List.of(more));
    topics.forEach(
        t -> arguments.add("--%sTopic=%s".formatted(RunningJob.camelCase(t), prefix + t)));
    arguments.add("--bootstrapServers=" + Servers.kafka().kafkaBootstrap());
    O options = PipelineOptionsFactory.fromArgs(arguments.toArray(String[]::new)).as(type);
    options.setRunner(RunnerSettings.defaultRunner());
    RunnerSettings.complete(options, dir, 0);
    return options;
  }

  private static List<String> golden(String job) throws IOException {
    try (var lines = OperatorUidsTest.class.getResourceAsStream("/%s-uids.txt".formatted(job))) {
      return new String(lines.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
          .lines()
          .toList();
    }
  }
}
