package dev.tally.it.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.it.Servers;
import dev.tally.it.aggregation.RunningJob;
import dev.tally.operations.Checkpoints;
import dev.tally.operations.CommittedRecords;
import dev.tally.operations.FileSender;
import dev.tally.operations.budgets.BudgetService;
import dev.tally.scenarios.verify.LatestRevisions;
import dev.tally.scenarios.verify.StoredRecords;
import dev.tally.scenarios.verify.TopicTable;
import dev.tally.truth.compare.Truth;
import dev.tally.truth.generate.GeneratedFiles;
import dev.tally.truth.generate.OrderPlan;
import dev.tally.truth.generate.Plan;
import dev.tally.truth.generate.Summary;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.joda.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sends a generated day of events, some up to six hours late, through the aggregation and the
 * budget job on Flink. The spend of every campaign and day must be the truth, although the budget
 * job is killed meanwhile and resumes from its last retained checkpoint, and the budget service
 * must return it.
 */
@Tag("integration")
class BudgetTest {
  private static final Duration DEADLINE = Duration.ofMinutes(4);
  private static final org.joda.time.Duration EXPECTED_DELAY =
      org.joda.time.Duration.standardSeconds(10);
  private static final String PREFIX = "budget-";
  private static final String SPEND = PREFIX + "campaign-spend";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Plan PLAN =
      Plan.builder()
          .events(20_000)
          .ads(60)
          .campaigns(20)
          .stores(4)
          .users(200)
          .lateShare(0.05)
          .maxDelay(Duration.ofHours(6))
          .orders(OrderPlan.of(100))
          .build();

  private static final Instant NOON =
      Instant.ofEpochMilli(PLAN.start().toEpochMilli())
          .plus(org.joda.time.Duration.standardHours(12));

  @TempDir private Path dir;
  private KafkaCluster cluster;
  private GeneratedFiles files;

  @Test
  void theSpendOfEveryCampaignAndDayIsTheTruth_thoughTheJobWasKilled() throws Exception {
    cluster = KafkaCluster.at(Servers.kafka().kafkaBootstrap());
    RunningJob.createTopics(cluster, PREFIX, 2, true);
    files = GeneratedFiles.at(dir.resolve("day.tsv.gz"));
    final Instant end = afterTheEnd(files.write(PLAN, lines -> {}));
    final Truth truth = Truth.read(files.truth());
    try (RunningJob aggregation = aggregation()) {
      send(Instant.EPOCH, NOON);
      try (RunningJob killed = budget("killed")) {
        await().atMost(DEADLINE).until(() -> latest().size() > 10);
        long seen = killed.completedCheckpoints();
        await().atMost(DEADLINE).until(() -> killed.completedCheckpoints() > seen + 1);
      }
      Path checkpoint = Checkpoints.lastIn(dir.resolve("killed"));
      send(NOON, end);
      try (RunningJob resumed = budget("resumed", "--savepointPath=" + checkpoint.toUri())) {
        await()
            .atMost(DEADLINE)
            .untilAsserted(
                () -> {
                  LatestRevisions spend = new LatestRevisions(new TopicTable(cluster, SPEND));
                  assertThat(StoredRecords.compareSpend(spend, truth).none()).isTrue();
                });
        assertThat(resumed.restores()).isEqualTo(1);
        assertThat(resumed.counters().getOrDefault("droppedDueToLateness", 0L)).isZero();
        assertThat(aggregation.counters().getOrDefault("droppedDueToLateness", 0L)).isZero();
      }
    }
    assertNoRevisionIsRepeated();
    assertTheServiceReturnsTheSpend();
  }

  private void assertNoRevisionIsRepeated() throws IOException {
    Set<String> revisions = new HashSet<>();
    CommittedRecords.forEach(
        cluster,
        SPEND,
        (key, value) -> {
          JsonNode record = JSON.readTree(value);
          assertThat(revisions.add(record.get("record_uuid") + "@" + record.get("revision")))
              .isTrue();
        });
  }

  private void assertTheServiceReturnsTheSpend() throws Exception {
    try (BudgetService service = BudgetService.start(cluster, SPEND, 0, 1_000, Clock.systemUTC())) {
      String url = "http://127.0.0.1:%d".formatted(service.port());
      await().atMost(DEADLINE).until(() -> get(url + "/health").statusCode() == 200);
      JsonNode record = latest().values().iterator().next();
      LocalDate day =
          java.time.Instant.ofEpochMilli(record.get("day").asLong())
              .atOffset(ZoneOffset.UTC)
              .toLocalDate();
      String campaign = record.get("campaign_id").asText();
      HttpResponse<String> found = get("%s/budgets/%s?day=%s".formatted(url, campaign, day));
      assertThat(found.statusCode()).isEqualTo(200);
      JsonNode answer = JSON.readTree(found.body());
      assertThat(answer.get("spend_micros")).isEqualTo(record.get("spend_micros"));
      assertThat(answer.get("day").asText()).isEqualTo(day.toString());
      assertThat(get(url + "/budgets/" + campaign).statusCode()).isEqualTo(404);
      assertThat(get(url + "/budgets/%s?day=x".formatted(campaign)).statusCode()).isEqualTo(400);
    }
  }

  private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(10)).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  /** Returns the record with the highest revision of the newest day of each campaign. */
  private Map<String, JsonNode> latest() throws IOException {
    Map<String, JsonNode> latest = new HashMap<>();
    CommittedRecords.forEach(
        cluster,
        SPEND,
        (key, value) -> {
          JsonNode record = JSON.readTree(value);
          latest.merge(
              record.get("campaign_id").asText(),
              record,
              (one, other) -> isNewer(other, one) ? other : one);
        });
    return latest;
  }

  private static boolean isNewer(JsonNode candidate, JsonNode known) {
    int days = Long.compare(candidate.get("day").asLong(), known.get("day").asLong());
    return days > 0
        || (days == 0 && candidate.get("revision").asLong() > known.get("revision").asLong());
  }

  private static Instant afterTheEnd(Summary summary) {
    long last =
        Math.max(
            summary.lastBrokerTime().toEpochMilli(),
            summary.orders().lastBrokerTime().toEpochMilli());
    return Instant.ofEpochMilli(last).plus(org.joda.time.Duration.standardMinutes(10));
  }

  private void send(Instant from, Instant to) throws IOException {
    Map<String, Path> byTopic = Map.of("campaigns", files.campaigns(), "ad-events", files.events());
    for (Map.Entry<String, Path> file : byTopic.entrySet()) {
      new FileSender(cluster, PREFIX + file.getKey(), EXPECTED_DELAY, 0)
          .between(from, to)
          .send(file.getValue(), lines -> {});
    }
  }

  private RunningJob aggregation() throws IOException {
    return RunningJob.start(
        cluster,
        dir.resolve("aggregation"),
        RunningJob.options(
            cluster,
            PREFIX,
            "--input=REPLAY",
            "--checkpointingInterval=2000",
            "--sinkGroup=budget-aggregation"));
  }

  private RunningJob budget(String home, String... more) throws IOException {
    String[] options = new String[more.length + 3];
    System.arraycopy(more, 0, options, 0, more.length);
    options[more.length] = "--input=REPLAY";
    options[more.length + 1] = "--checkpointingInterval=2000";
    options[more.length + 2] = "--sinkGroup=budget-job";
    return RunningJob.startBudget(cluster, PREFIX, dir.resolve(home), options);
  }
}
