package dev.tally.it.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.it.Servers;
import dev.tally.operations.Checkpoints;
import dev.tally.operations.FileSender;
import dev.tally.pipelines.aggregation.AggregationOptions;
import dev.tally.scenarios.demo.FaultTrigger;
import dev.tally.scenarios.demo.FaultyPorts;
import dev.tally.truth.compare.Measure;
import dev.tally.truth.compare.Truth;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.joda.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks that repeat clicks and invalid clicks through real Kafka and Flink are those of the rules,
 * in whatever order clicks arrive.
 */
@Tag("integration")
class RepeatClicksTest {
  private static final Duration DEADLINE = Duration.ofMinutes(3);
  private static final Duration WINDOW = Duration.ofSeconds(30);
  private static final Duration NO_WINDOW = Duration.ofMillis(-1);
  private static final Duration MAX_AGE = Duration.ofMinutes(10);
  private static final Duration SPAN = Duration.ofHours(2);
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final int CLICKS = 12_000;
  private static final int MAX_CLICKS = 200;
  private static final org.joda.time.Duration EXPECTED_DELAY =
      org.joda.time.Duration.standardSeconds(10);

  @TempDir private Path dir;
  private KafkaCluster cluster;
  private String prefix;

  @BeforeEach
  void makesTopics() throws IOException {
    cluster = KafkaCluster.at(Servers.kafka().kafkaBootstrap());
    prefix = "repeats-" + UUID.randomUUID() + "-";
    RunningJob.createTopics(cluster, prefix, 2, true);
  }

  @Test
  void areThoseOfTheRule_inAnyOrderOfArrival() throws Exception {
    RandomClicks clicks = new RandomClicks(CLICKS, NOON, SPAN);
    Truth truth = truth(clicks);
    try (RunningJob job = start("job", "--doubleClickWindow=30s")) {
      send(clicks.write(dir.resolve("clicks.tsv"), MAX_AGE, 1));
      expect(job, truth);
      await()
          .atMost(DEADLINE)
          .untilAsserted(
              () ->
                  assertThat(job.counters())
                      .containsEntry("events_accepted", (long) CLICKS)
                      .containsEntry("clicks_repeated", truth.total(Measure.REPEAT_CLICKS)));
      Map<String, Long> counters = job.counters();
      System.out.printf("repeat clicks: %d rows, %s%n", truth.rows(), counters);
      assertThat(counters.get("slices_forgotten")).isGreaterThan(CLICKS / 3);
      assertThat(counters.getOrDefault("droppedDueToLateness", 0L)).isZero();
    }
  }

  /** Users have about 200 clicks per hour. */
  @Test
  void areTheSame_inAnotherOrderAndThroughAWorkerFailure_withInvalidTraffic() throws Exception {
    RandomClicks clicks = new RandomClicks(CLICKS, NOON, SPAN);
    FaultTrigger fault = FaultTrigger.at(dir.resolve("fault").toString());
    AtomicBoolean set = new AtomicBoolean();
    try (RunningJob job =
        RunningJob.start(
            cluster,
            dir,
            options(
                "--doubleClickWindow=30s",
                "--maxClicksPerUserHour=" + MAX_CLICKS,
                "--botList=" + Files.writeString(dir.resolve("bots.txt"), RandomClicks.BOTS),
                "--dataCenterList="
                    + Files.writeString(dir.resolve("centers.txt"), RandomClicks.DATA_CENTERS)),
            ports -> new FaultyPorts(ports, dir.resolve("fault")))) {
      sender()
          .send(
              clicks.write(dir.resolve("clicks.tsv"), MAX_AGE, 2),
              lines -> {
                if (lines >= CLICKS / 3 && !set.getAndSet(true)) {
                  await()
                      .atMost(DEADLINE)
                      .until(() -> !TopicContents.of(cluster, prefix + "ad-metrics").isEmpty());
                  setFault(fault);
                }
              });
      await().atMost(DEADLINE).ignoreExceptions().until(() -> fault.readAgain() > 0);
      Map<String, long[]> counts = new TreeMap<>();
      clicks.addTo(counts, WINDOW, MAX_CLICKS);
      Truth truth = truth(counts);
      expect(job, truth);
      assertThat(job.restores()).isPositive();
      assertThat(truth.total(Measure.INVALID_CLICKS)).isBetween(CLICKS / 2L, CLICKS * 9L / 10);
      assertThat(job.counters().getOrDefault("droppedDueToLateness", 0L)).isZero();
    }
  }

  /**
   * A savepoint of a job that did not count repeat clicks contains no earlier clicks; see ADR 0009.
   */
  @Test
  void areFoundAmongClicksSinceTheSavepoint_whenTheOptionIsAdded() throws Exception {
    RandomClicks before = new RandomClicks(CLICKS / 4, NOON, SPAN);
    RandomClicks since =
        new RandomClicks(
            CLICKS / 4,
            NOON.plus(org.joda.time.Duration.standardMinutes(SPAN.toMinutes() + 5)),
            SPAN);
    Map<String, long[]> counts = new TreeMap<>();
    before.addTo(counts, NO_WINDOW);
    since.addTo(counts, Duration.ofHours(1));
    try (RunningJob job = start("before")) {
      send(before.write(dir.resolve("before.tsv"), Duration.ZERO, 3));
      await().atMost(DEADLINE).until(() -> job.hasReadAll(2));
    }
    send(since.write(dir.resolve("since.tsv"), Duration.ZERO, 4));
    try (RunningJob job = start("since", leftBy("before"), "--doubleClickWindow=1h")) {
      expect(job, truth(counts));
    }
    assertThatThrownBy(() -> start("refused", leftBy("since")))
        .hasMessageContaining("--doubleClickWindow was 1h when its state was written")
        .hasMessageContaining("--allowNonRestoredState=true");
    try (RunningJob job = start("after", leftBy("since"), "--allowNonRestoredState=true")) {
      await().atMost(DEADLINE).until(() -> job.completedCheckpoints() > 0);
      expect(job, truth(counts));
    }
  }

  /**
   * Returns the option to start from the last checkpoint of a job that has ended; Flink accepts it
   * as a savepoint.
   */
  private String leftBy(String name) throws IOException {
    return "--savepointPath=" + Checkpoints.lastIn(dir.resolve(name)).toUri();
  }

  private Truth truth(RandomClicks clicks) throws IOException {
    Map<String, long[]> counts = new TreeMap<>();
    clicks.addTo(counts, WINDOW);
    return truth(counts);
  }

  private Truth truth(Map<String, long[]> counts) throws IOException {
    return Truth.read(RandomClicks.writeTruth(dir.resolve("truth.csv"), counts));
  }

  private void expect(RunningJob job, Truth truth) {
    assertThat(truth.total(Measure.REPEAT_CLICKS)).isBetween(CLICKS / 20L, CLICKS / 2L);
    await().atMost(DEADLINE).until(() -> job.hasReadAll(2));
    await()
        .atMost(DEADLINE)
        .untilAsserted(
            () ->
                assertThat(CommittedMetrics.compare(cluster, prefix + "ad-metrics", truth))
                    .isEqualTo("missing=0 extra=0 different=0 rows=%d".formatted(truth.rows())));
  }

  private void send(Path file) throws IOException {
    sender().send(file, lines -> {});
  }

  private FileSender sender() {
    return new FileSender(cluster, prefix + "ad-events", EXPECTED_DELAY, 4_000);
  }

  private RunningJob start(String name, String... more) throws IOException {
    return RunningJob.start(cluster, dir.resolve(name), options(more));
  }

  private AggregationOptions options(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--jobName=" + prefix + "job",
                "--sinkGroup=" + prefix + "sink",
                "--input=REPLAY",
                "--maxEventAge=10m",
                "--checkpointingInterval=1000",
                "--earlyPane=1s",
                "--parallelism=2"));
    arguments.addAll(List.of(more));
    return RunningJob.options(cluster, prefix, arguments.toArray(String[]::new));
  }

  private static void setFault(FaultTrigger fault) {
    try {
      fault.set();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
