package dev.tally.it.reach;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.pinot.PinotException;
import dev.tally.io.pinot.PinotQuery;
import dev.tally.io.pinot.PinotRows;
import dev.tally.it.Servers;
import dev.tally.it.aggregation.RunningJob;
import dev.tally.it.hive.Hive;
import dev.tally.operations.Checkpoints;
import dev.tally.operations.CommittedRecords;
import dev.tally.server.stack.LocalStack;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sends accepted events through the reach job and the union job on Flink into Pinot and Hive. The
 * distinct users of every campaign, day and event type, and of unions that the stores' own SQL
 * forms, must be the truth, although the reach job is killed meanwhile, resumes from its last
 * retained checkpoint, and finds all earlier events a second time.
 */
@Tag("integration")
class ReachTest {
  private static final Duration DEADLINE = Duration.ofMinutes(3);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String UNION = "'nominalEntries=65536'";

  @TempDir private Path dir;
  private KafkaCluster kafka;
  private String prefix;
  private String tables;
  private ReachTraffic traffic;

  @Test
  void theUsersOfEveryCampaignAndDayAreTheTruth_inPinotAndHive_thoughTheJobWasKilled()
      throws Exception {
    Servers.all();
    LocalStack stack = Servers.hive();
    kafka = KafkaCluster.at(stack.kafkaBootstrap());
    prefix = "reach-" + UUID.randomUUID() + "-";
    tables = prefix.replace('-', '_');
    RunningJob.createTopics(kafka, prefix, 2, true);
    traffic = new ReachTraffic(kafka, prefix);
    traffic.sendMetrics();
    traffic.sendEvents(0, 2);
    try (RunningJob union = union(stack)) {
      try (RunningJob killed = reach("killed")) {
        await().atMost(DEADLINE).until(() -> latest().size() == traffic.sets());
        long seen = killed.completedCheckpoints();
        await().atMost(DEADLINE).until(() -> killed.completedCheckpoints() > seen + 1);
      }
      traffic.sendEvents(0, 3);
      String checkpoint = "--savepointPath=" + Checkpoints.lastIn(dir.resolve("killed")).toUri();
      try (RunningJob resumed = reach("resumed", checkpoint)) {
        await().atMost(DEADLINE).untilAsserted(this::assertTheTopicHasTheTruth);
        assertThat(resumed.restores()).isEqualTo(1);
        assertThat(resumed.counters().getOrDefault("droppedDueToLateness", 0L)).isZero();
      }
      try (PinotQuery pinot = PinotQuery.at(stack.pinotBroker())) {
        await().atMost(DEADLINE).untilAsserted(() -> assertPinotHasTheTruth(pinot));
      }
      try (Hive hive = new Hive(stack)) {
        await().atMost(DEADLINE).untilAsserted(() -> assertHiveHasTheTruth(hive));
      }
      assertThat(union.hasFailed()).isFalse();
    }
  }

  private void assertTheTopicHasTheTruth() throws IOException {
    Map<String, Long> users = new TreeMap<>();
    latest().forEach((key, record) -> users.put(key, record.get("users").asLong()));
    assertUsers(users);
  }

  private void assertUsers(Map<String, Long> found) {
    assertThat(found.keySet()).isEqualTo(traffic.users().keySet());
    traffic
        .users()
        .forEach(
            (set, users) ->
                assertThat(found.get(set))
                    .as(set)
                    .isCloseTo(users, within(users > 65_536 ? users / 100 : 0L)));
  }

  private void assertPinotHasTheTruth(PinotQuery pinot) {
    String table = tables + "campaign_reach";
    try {
      PinotRows rows =
          pinot.query(
              "SELECT campaign_id, day_start, event_type, users, DISTINCTCOUNTTHETASKETCH(users_sketch, %s) AS merged FROM %s GROUP BY campaign_id, day_start, event_type, users"
                  .formatted(UNION, table),
              1_000);
      Map<String, Long> users = new TreeMap<>();
      for (int row = 0; row < rows.rowCount(); row++) {
        users.put(
            ReachTraffic.set(
                String.valueOf(rows.get(row, "campaign_id")),
                rows.getLong(row, "day_start"),
                String.valueOf(rows.get(row, "event_type"))),
            rows.getLong(row, "merged"));
        assertThat(rows.getLong(row, "merged")).isCloseTo(rows.getLong(row, "users"), within(1L));
      }
      assertUsers(users);
      assertThat(merged(pinot, table, "campaign_id IN ('c-0', 'c-1')"))
          .isEqualTo(traffic.usersOf("c-0", "c-1"));
      assertThat(merged(pinot, table, "campaign_id = 'c-0'")).isEqualTo(traffic.usersOf("c-0"));
    } catch (PinotException e) {
      throw new AssertionError(e);
    }
  }

  private static long merged(PinotQuery pinot, String table, String where) {
    return pinot
        .query(
            "SELECT DISTINCTCOUNTTHETASKETCH(users_sketch, %s) AS n FROM %s WHERE %s"
                .formatted(UNION, table, where),
            1)
        .getLong(0, "n");
  }

  private void assertHiveHasTheTruth(Hive hive) throws Exception {
    Map<String, Long> users = new TreeMap<>();
    for (String row :
        hive.ask(
            "SELECT campaign_id, day_start, event_type, ROUND(ds_theta_estimate(users_sketch)) FROM %scampaign_reach_latest"
                .formatted(tables))) {
      String[] columns = row.split(",", -1);
      users.put(
          ReachTraffic.set(columns[0], Long.parseLong(columns[1]), columns[2]),
          (long) Double.parseDouble(columns[3]));
    }
    assertUsers(users);
    assertThat(
            hive.ask(
                "SELECT CAST(ds_theta_estimate(ds_theta_union(users_sketch, 65536)) AS BIGINT) FROM %scampaign_reach_latest WHERE campaign_id IN ('c-0', 'c-1')"
                    .formatted(tables)))
        .containsExactly(String.valueOf(traffic.usersOf("c-0", "c-1")));
    assertThat(
            hive.ask(
                """
                SELECT CAST(m.impressions / r.users AS DECIMAL(10,4))
                FROM (SELECT campaign_id, day, SUM(impressions) AS impressions
                      FROM %1$sad_metrics_latest GROUP BY campaign_id, day) m
                JOIN %1$scampaign_reach_latest r ON m.campaign_id = r.campaign_id AND m.day = r.day
                WHERE r.event_type = 'impression' AND r.campaign_id = 'c-0' AND r.day = '2026-03-01'
                """
                    .formatted(tables)))
        .containsExactly(traffic.frequency());
  }

  /** Returns the record with the highest revision of each set; a revision is written once. */
  private Map<String, JsonNode> latest() throws IOException {
    Map<String, JsonNode> latest = new HashMap<>();
    CommittedRecords.forEach(
        kafka,
        prefix + "campaign-reach",
        (key, value) -> {
          JsonNode record = JSON.readTree(value);
          assertThat(new String(key, UTF_8)).isEqualTo(record.get("record_uuid").asText());
          latest.merge(
              ReachTraffic.set(
                  record.get("campaign_id").asText(),
                  record.get("day_start").asLong(),
                  record.get("event_type").asText()),
              record,
              (one, other) -> {
                assertThat(one.get("revision")).isNotEqualTo(other.get("revision"));
                return one.get("revision").asLong() > other.get("revision").asLong() ? one : other;
              });
        });
    return latest;
  }

  private RunningJob reach(String name, String... more) throws IOException {
    List<String> options = new ArrayList<>(List.of(more));
    options.add("--sinkGroup=" + prefix + "reach-sink");
    options.add("--checkpointingInterval=1000");
    options.add("--emitEvery=1s");
    return RunningJob.startReach(kafka, prefix, dir.resolve(name), options.toArray(String[]::new));
  }

  private RunningJob union(LocalStack stack) throws IOException {
    return RunningJob.startUnion(
        kafka,
        stack.kafkaBootstrap(),
        prefix,
        dir.resolve("union"),
        "--sinkGroup=" + prefix + "union-sink",
        "--checkpointingInterval=1000",
        "--hiveDelay=1s",
        "--hiveMetastore=" + stack.hive().metastore(),
        "--hiveAdMetricsTable=" + tables + "ad_metrics",
        "--hiveAttributedOrdersTable=" + tables + "attributed_orders",
        "--hiveCampaignReachTable=" + tables + "campaign_reach",
        "--campaignReachTopic=" + prefix + "campaign-reach",
        "--pinotController=" + stack.pinotController(),
        "--pinotAdMetricsTable=" + tables + "ad_metrics",
        "--pinotAttributedOrdersTable=" + tables + "attributed_orders",
        "--pinotCampaignReachTable=" + tables + "campaign_reach");
  }
}
