package dev.tally.it.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tally.cli.Main;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.it.Servers;
import dev.tally.it.aggregation.RunningJob;
import dev.tally.operations.Checkpoints;
import dev.tally.operations.FileSender;
import dev.tally.operations.WatermarkHold.Reason;
import dev.tally.scenarios.verify.StoredRecords;
import dev.tally.scenarios.verify.TopicTable;
import dev.tally.transforms.codec.DefaultNames;
import dev.tally.truth.compare.OrdersComparison;
import dev.tally.truth.compare.OrdersTruth;
import dev.tally.truth.generate.GeneratedFiles;
import dev.tally.truth.generate.OrderPlan;
import dev.tally.truth.generate.Plan;
import dev.tally.truth.generate.Summary;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.joda.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sends a generated day of touches and orders through Kafka and both jobs on Flink. They are out of
 * order by up to {@code maxEventAge}, with copies, cancellations and changes of campaigns. Every
 * order must be credited as by the oracle, although the aggregation job is down for longer than
 * {@code maxEventAge} of event time while orders arrive, and the attribution job is cancelled in
 * the middle and resumes from its last retained checkpoint. Meanwhile users see which partition
 * holds the watermark and why.
 */
@Tag("integration")
class GeneratedOrdersTest {
  private static final Duration DEADLINE = Duration.ofMinutes(3);
  private static final org.joda.time.Duration EXPECTED_DELAY =
      org.joda.time.Duration.standardSeconds(10);
  private static final int FIRST_ORDERS = 100;
  private static final String PREFIX = "generated-orders-";
  private static final Plan PLAN =
      Plan.builder()
          .events(20_000)
          .ads(60)
          .campaigns(20)
          .stores(4)
          .users(200)
          .lateShare(0.05)
          .maxDelay(Duration.ofHours(6))
          .orders(OrderPlan.of(2_000))
          .build();

  /**
   * This many checkpoints after records were read, their results are committed in the topics,
   * together with the watermark after them.
   */
  private static final int CHECKPOINTS_TO_DRAIN = 2;

  private static final Instant START = Instant.ofEpochMilli(PLAN.start().toEpochMilli());
  private static final Instant NINE = START.plus(org.joda.time.Duration.standardHours(9));
  private static final Instant SEVENTEEN = START.plus(org.joda.time.Duration.standardHours(17));

  @TempDir private Path dir;
  private KafkaCluster cluster;
  private GeneratedFiles files;

  @Test
  void everyOrderIsCreditedAsByTheOracle_thoughBothJobsWereDownMeanwhile() throws Exception {
    cluster = KafkaCluster.at(Servers.kafka().kafkaBootstrap());
    RunningJob.createTopics(cluster, PREFIX, 4, true);
    files = GeneratedFiles.at(dir.resolve("day.tsv.gz"));
    final Instant end = afterTheEnd(files.write(PLAN, lines -> {}));
    try (RunningJob aggregation = aggregation()) {
      awaitHold(aggregation, "ad-events", Reason.NO_HEARTBEAT);
      send(Instant.EPOCH, NINE);
      await().atMost(DEADLINE).until(() -> aggregation.hasReadAll(4));
      long read = aggregation.completedCheckpoints();
      await()
          .atMost(DEADLINE)
          .until(() -> aggregation.completedCheckpoints() > read + CHECKPOINTS_TO_DRAIN);
    }
    final Path touches = Checkpoints.lastIn(dir.resolve("aggregation0"));
    send(NINE, SEVENTEEN);
    try (RunningJob attribution = attribution("killed")) {
      await()
          .atMost(DEADLINE)
          .until(() -> attribution.completedCheckpoints() > 1 && found() > FIRST_ORDERS);
      awaitHold(attribution, "clean-ad-events", Reason.IDLE);
      assertThat(status())
          .contains(
              "consumer group generated-orders-group, no running job found",
              "watermark held by generated-orders-ad-events-",
              "consumer group generated-orders-attribution, no running job found",
              "watermark held by generated-orders-clean-ad-events-");
    }
    Path orders = Checkpoints.lastIn(dir.resolve("killed"));
    send(SEVENTEEN, end);
    try (RunningJob attribution = attribution("resumed", "--savepointPath=" + orders.toUri());
        RunningJob aggregation = aggregation("--savepointPath=" + touches.toUri())) {
      await()
          .atMost(DEADLINE)
          .untilAsserted(
              () ->
                  assertThat(compare().differences().line())
                      .isEqualTo("missing=0 extra=0 different=0 rows=2000"));
      assertThat(attribution.restores()).isEqualTo(1);
      assertThat(aggregation.restores()).isEqualTo(1);
      assertNothingDropped(attribution, "orders_attributed");
      assertNothingDropped(aggregation, "events_accepted");
    }
  }

  private static void awaitHold(RunningJob job, String topic, Reason reason) {
    await()
        .atMost(DEADLINE)
        .untilAsserted(
            () ->
                assertThat(job.hold())
                    .hasValueSatisfying(
                        hold -> {
                          assertThat(hold.partition().topic()).isEqualTo(PREFIX + topic);
                          assertThat(hold.reason()).isEqualTo(reason);
                        }));
  }

  /** Returns the output of {@code ./tally status}, which does not know the embedded Flinks here. */
  private String status() {
    StringWriter out = new StringWriter();
    int code =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .execute(
                "status", "--dir=" + dir, "--bootstrapServers=" + Servers.kafka().kafkaBootstrap());
    assertThat(code).isZero();
    return out.toString();
  }

  private static void assertNothingDropped(RunningJob job, String counter) {
    await()
        .atMost(DEADLINE)
        .untilAsserted(
            () -> {
              Map<String, Long> counters = job.counters();
              assertThat(counters).containsKey(counter);
              assertThat(counters.getOrDefault("droppedDueToLateness", 0L)).isZero();
            });
  }

  private static Instant afterTheEnd(Summary summary) {
    long last =
        Math.max(
            summary.lastBrokerTime().toEpochMilli(),
            summary.orders().lastBrokerTime().toEpochMilli());
    return Instant.ofEpochMilli(last).plus(org.joda.time.Duration.standardMinutes(10));
  }

  private void send(Instant from, Instant to) throws IOException {
    Map<String, Path> byTopic =
        Map.of(
            "campaigns", files.campaigns(),
            "orders", files.orders(),
            "ad-events", files.events());
    for (Map.Entry<String, Path> file : byTopic.entrySet()) {
      new FileSender(cluster, PREFIX + file.getKey(), EXPECTED_DELAY, 0)
          .between(from, to)
          .send(file.getValue(), lines -> {});
    }
  }

  private long found() throws IOException {
    return compare().found().records();
  }

  private OrdersComparison compare() throws IOException {
    return StoredRecords.compare(
        new TopicTable(cluster, PREFIX + DefaultNames.ATTRIBUTED_ORDERS),
        OrdersTruth.read(files.ordersTruth()));
  }

  private RunningJob aggregation(String... more) throws IOException {
    return RunningJob.start(
        cluster,
        dir.resolve("aggregation" + more.length),
        RunningJob.options(cluster, PREFIX, inTwoPhases(options("aggregation", more))));
  }

  private RunningJob attribution(String home, String... more) throws IOException {
    return RunningJob.startAttribution(
        cluster, PREFIX, dir.resolve(home), options("attribution", more));
  }

  private static String[] inTwoPhases(String... options) {
    return Stream.concat(Arrays.stream(options), Stream.of("--kafkaSink=TWO_PHASE"))
        .toArray(String[]::new);
  }

  private static String[] options(String job, String... more) {
    List<String> options = new ArrayList<>(List.of(more));
    options.add("--input=REPLAY");
    options.add("--checkpointingInterval=2000");
    // Its retained checkpoints are incremental.
    options.add("--stateBackend=rocksdb");
    // A restored job has another parallelism.
    options.add("--parallelism=" + (more.length == 0 ? 1 : 4));
    options.add("--sinkGroup=" + PREFIX + job);
    return options.toArray(String[]::new);
  }
}
