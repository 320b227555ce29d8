package dev.tally.it.restate;

import static dev.tally.it.restate.RestatedDay.FROM;
import static dev.tally.it.restate.RestatedDay.MINUTES;
import static dev.tally.it.restate.RestatedDay.NOON;
import static dev.tally.it.restate.RestatedDay.TO;
import static dev.tally.it.restate.RestatedDay.minute;
import static dev.tally.it.restate.RestatedDay.restated;
import static dev.tally.it.restate.RestatedDay.truth;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.Lists;
import dev.tally.cli.Exit;
import dev.tally.cli.Main;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.it.Servers;
import dev.tally.it.aggregation.RunningJob;
import dev.tally.it.aggregation.TopicContents;
import dev.tally.it.hive.Hive;
import dev.tally.operations.restate.RestateListener;
import dev.tally.operations.restate.RestateMinutes;
import dev.tally.scenarios.verify.StoredRecords;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.joda.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Restates a part of a day next to the running jobs. Kafka's highest revisions, the spend of the
 * budget job, Pinot and Hive must have the counts of the new rules in that part, and of the old
 * rules elsewhere.
 */
@Tag("integration")
class RestateTest {
  private static final Duration DEADLINE = Duration.ofMinutes(4);

  @TempDir private Path dir;
  private final KafkaCluster cluster = KafkaCluster.at(Servers.kafka().kafkaBootstrap());
  private final String name = UUID.randomUUID().toString().substring(0, 8);
  private final String prefix = "restate-" + name + "-";
  private Path mapping;

  @BeforeEach
  void sendEvents() throws Exception {
    RunningJob.createTopics(cluster, prefix, RestatedDay.PARTITIONS, true);
    mapping = Files.writeString(dir.resolve("corrected.yaml"), RestatedDay.CORRECTED);
    RestatedDay.send(cluster, prefix);
    RestatedDay.advance(cluster, prefix, minute(7 * 60));
  }

  @Test
  void replacesTheRowsOfTheRange_killedInTheMiddleAndRunAgain_andTheSpendFollows()
      throws Exception {
    try (RunningJob aggregation = aggregation();
        RunningJob budget =
            RunningJob.startBudget(
                cluster,
                prefix,
                dir.resolve("budget"),
                "--input=REPLAY",
                "--maxEventAge=2d",
                "--checkpointingInterval=1000",
                "--parallelism=1",
                "--sinkGroup=" + prefix + "budget")) {
      awaitClosed();
      assertThat(costs()).isEqualTo(truth(restated(0, 0)));
      assertThat(restate(Exit.USAGE, FROM, 120))
          .contains("can still count events of the range: use --to=2026-03-01T12:59:00.000Z");
      assertThat(restate(Exit.USAGE, FROM, TO, "--maxClicksPerUserHour=5"))
          .contains("can still count events of the range: use --to=2026-03-01T11:59:00.000Z");
      assertThat(restate(Exit.OK, FROM, TO, "--dryRun"))
          .contains("rows: 3 unchanged, 3 changed, 6 new, 6 set to zero")
          .contains("nothing was written");

      int before = contents("ad-metrics").size();
      Process killed = KilledRestatement.start(Servers.kafka().kafkaBootstrap(), prefix, mapping);
      assertThat(killed.waitFor(3, TimeUnit.MINUTES)).isTrue();
      assertThat(killed.exitValue()).isEqualTo(KilledRestatement.EXIT_CODE);

      // The first one has sent all rows when the second one starts.
      assertThatThrownBy(() -> write(FROM, TO, startsAnother()))
          .isInstanceOf(KafkaException.class)
          .hasMessageContaining("Another ./tally restate was started");
      awaitCosts(truth(restated(FROM, FROM + 2)));

      assertThat(restate(Exit.OK, FROM, TO))
          .contains("rows: 8 unchanged, 2 changed, 4 new, 4 set to zero")
          .containsPattern("c-1 +spend_micros +\\d+ +\\d+ +-22")
          .containsPattern("c-2 +spend_micros +0 +20 +\\+20")
          .contains("10 rows written with generation 2");
      awaitCosts(truth(restated(FROM, TO)));
      assertThat(contents("ad-metrics")).hasSize(before + 5 + 10);
      assertThat(restate(Exit.OK, FROM, TO)).contains("nothing to write");
      assertThat(contents("ad-metrics")).hasSize(before + 5 + 10);

      RestatedDay.advance(cluster, prefix, minute(8 * 60));
      await()
          .atMost(DEADLINE)
          .untilAsserted(() -> assertThat(spend()).isEqualTo(spendOf(truth(restated(FROM, TO)))));
      assertThat(budget.counters().getOrDefault("droppedDueToLateness", 0L)).isZero();

      // With a limit, a click of the same hour can still make those of the range invalid.
      String limit = "--maxClicksPerUserHour=5";
      awaitClosed(limit);
      assertThat(restate(Exit.OK, FROM, TO, limit))
          .contains("invalid traffic: rate 1: more than 5 clicks per user and hour")
          .contains("rows: 6 unchanged, 12 changed, 0 new, 0 set to zero")
          .containsPattern("total +invalid_clicks +0 +15 +\\+15");
      await()
          .atMost(DEADLINE)
          .untilAsserted(() -> assertThat(invalidClicks()).isEqualTo(clicksOfTheRange()));
      assertThat(restate(Exit.OK, FROM, TO, limit)).contains("nothing to write");
      assertThat(costs()).isEqualTo(truth(restated(FROM, TO)));
      assertThat(spend()).isEqualTo(spendOf(truth(restated(FROM, TO))));
      assertThat(aggregation.hasFailed()).isFalse();
      assertThat(budget.hasFailed()).isFalse();
    }
  }

  @Test
  void pinotAndHiveHaveTheNewCounts_andHiveTheOldOnesAsOfATimeBeforeTheRestatement()
      throws Exception {
    try (RunningJob aggregation = aggregation()) {
      awaitClosed();
      assertThat(restate(Exit.OK, FROM, TO)).contains("15 rows written with generation 1");
      awaitCosts(truth(restated(FROM, TO)));
      assertThat(aggregation.hasFailed()).isFalse();
    }
    String table = "restate_" + name;
    try (RunningJob union =
            RunningJob.startUnion(
                cluster,
                Servers.kafka().kafkaBootstrap(),
                prefix,
                dir.resolve("union"),
                "--hiveMetastore=" + Servers.hive().hive().metastore(),
                "--hiveDelay=1s",
                "--hiveAdMetricsTable=" + table,
                "--hiveAttributedOrdersTable=" + table + "_orders",
                "--pinotController=" + Servers.all().pinotController(),
                "--pinotAdMetricsTable=" + table,
                "--pinotAttributedOrdersTable=" + table + "_orders",
                "--checkpointingInterval=1000",
                "--parallelism=1");
        Hive hive = new Hive(Servers.hive())) {
      int rows = contents("ad-metrics").size();
      await()
          .atMost(DEADLINE)
          .untilAsserted(
              () ->
                  assertThat(hive.ask("SELECT COUNT(*) FROM " + table))
                      .containsExactly(String.valueOf(rows)));
      assertThat(costs("all-ad-metrics")).isEqualTo(truth(restated(FROM, TO)));
      await()
          .atMost(DEADLINE)
          .untilAsserted(
              () ->
                  assertThat(costsInPinot(table))
                      .isEqualTo(Map.of("ad-1", 109L, "ad-2", 28L, "ad-3", 30L)));
      assertThat(
              hive.ask(
                  "SELECT ad_id, SUM(clicks), SUM(spend_micros) FROM %s_latest WHERE day = '2026-03-01' GROUP BY ad_id HAVING SUM(clicks) > 0 ORDER BY ad_id"
                      .formatted(table)))
          .containsExactly("ad-1,13,109", "ad-2,4,28", "ad-3,6,30");
      assertThat(hive.ask(asOf(table, "2026-03-01 18:00:00"))).containsExactly("c-1,20,170");
      assertThat(hive.ask(asOf(table, "2026-03-01 20:00:00")))
          .containsExactly("c-1,17,137", "c-2,6,30");
      assertThat(union.hasFailed()).isFalse();
    }
  }

  /** Returns the query of docs/restating.md for a table and a time. */
  private static String asOf(String table, String time) throws IOException {
    String page = Files.readString(Path.of("..", "docs", "restating.md"));
    int start = page.indexOf("```sql") + "```sql".length();
    return page.substring(start, page.indexOf("```", start))
        .replace("FROM ad_metrics", "FROM " + table)
        .replace("2026-03-03 12:00:00", time)
        .replace(";", "");
  }

  private RunningJob aggregation() throws IOException {
    return RunningJob.start(
        cluster,
        dir.resolve("aggregation"),
        RunningJob.options(
            cluster,
            prefix,
            "--input=REPLAY",
            "--checkpointingInterval=1000",
            "--earlyPane=1s",
            "--parallelism=1",
            "--jobName=" + prefix + "aggregation",
            "--sinkGroup=" + prefix + "aggregation"));
  }

  /** Waits until the job has closed the minutes of the day. */
  private void awaitClosed(String... rules) {
    String[] more = Lists.asList("--dryRun", rules).toArray(String[]::new);
    await().atMost(DEADLINE).until(() -> run(FROM, MINUTES, new StringWriter(), more) == Exit.OK);
  }

  /** Waits for the rows; Kafka shows a transaction shortly after its commit was acknowledged. */
  private void awaitCosts(Map<String, Long> expected) {
    await().atMost(DEADLINE).untilAsserted(() -> assertThat(costs()).isEqualTo(expected));
  }

  private RestateListener startsAnother() {
    return new RestateListener() {
      @Override
      public void committing(long rows) {
        try {
          write(FROM, FROM + 2, new RestateListener() {});
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  private void write(int from, int to, RestateListener listener) throws IOException {
    new RestateMinutes(
            RestatedDay.settings(cluster, prefix, mapping, from, to), listener, Instant::now)
        .write();
  }

  /** Runs the command; returns what it prints. */
  private String restate(int exitCode, int from, int to, String... more) {
    StringWriter out = new StringWriter();
    int code = run(from, to, out, more);
    assertThat(code).as(out.toString()).isEqualTo(exitCode);
    return out.toString();
  }

  private int run(int from, int to, StringWriter out, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "restate",
                "--bootstrapServers=" + Servers.kafka().kafkaBootstrap(),
                "--adEventsTopic=" + prefix + "ad-events",
                "--adMetricsTopic=" + prefix + "ad-metrics",
                "--adEventsFormat=" + mapping,
                "--input=REPLAY",
                "--from=" + minute(from),
                "--to=" + minute(to)));
    arguments.addAll(List.of(more));
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(out, true))
        .execute(arguments.toArray(String[]::new));
  }

  private Map<String, Long> costs() {
    return costs("ad-metrics");
  }

  /** Returns the cost of each row that has counts, by ad and minute, of the highest revisions. */
  private Map<String, Long> costs(String topic) {
    Map<String, Long> costs = new TreeMap<>();
    for (JsonNode row : latest(topic).values()) {
      if (row.get("clicks").asLong() > 0) {
        costs.put(
            row.get("ad_id").asText() + " " + Instant.ofEpochMilli(row.get("minute").asLong()),
            row.get("spend_micros").asLong());
      } else {
        assertThat(row.get("spend_micros").asLong()).isZero();
      }
    }
    return costs;
  }

  /** Returns the invalid clicks of each row that has some, of the highest revisions. */
  private Map<String, Long> invalidClicks() {
    Map<String, Long> invalid = new TreeMap<>();
    for (JsonNode row : latest("ad-metrics").values()) {
      if (row.get("invalid_clicks").asLong() > 0) {
        invalid.put(
            row.get("ad_id").asText() + " " + Instant.ofEpochMilli(row.get("minute").asLong()),
            row.get("invalid_clicks").asLong());
      }
    }
    return invalid;
  }

  private static Map<String, Long> clicksOfTheRange() {
    Map<String, Long> clicks = new TreeMap<>();
    for (int i = FROM; i < TO; i++) {
      clicks.put("ad-1 " + minute(i), i % 2 == 0 ? 2L : 1L);
      clicks.put("ad-3 " + minute(i), 1L);
    }
    return clicks;
  }

  private static Map<String, Long> costsInPinot(String table) throws IOException {
    Map<String, Long> costs = new TreeMap<>();
    StoredRecords.metricsInPinot(Servers.all().pinotBroker(), table)
        .forEach(
            List.of("ad_id", "spend_micros"),
            row ->
                costs.merge(row.get("ad_id"), Long.parseLong(row.get("spend_micros")), Long::sum));
    return costs;
  }

  private Map<String, Long> spend() {
    Map<String, Long> spend = new TreeMap<>();
    for (JsonNode record : latest("campaign-spend").values()) {
      assertThat(record.get("day").asLong()).isLessThan(NOON.getMillis());
      spend.put(record.get("campaign_id").asText(), record.get("spend_micros").asLong());
    }
    return spend;
  }

  private static Map<String, Long> spendOf(Map<String, Long> costs) {
    Map<String, Long> spend = new TreeMap<>();
    costs.forEach(
        (row, cost) -> spend.merge(row.startsWith("ad-3") ? "c-2" : "c-1", cost, Long::sum));
    return spend;
  }

  private Map<String, JsonNode> latest(String topic) {
    Map<String, JsonNode> latest = new HashMap<>();
    for (JsonNode record : contents(topic)) {
      latest.merge(
          record.get("record_uuid").asText(),
          record,
          (a, b) -> a.get("revision").asLong() >= b.get("revision").asLong() ? a : b);
    }
    return latest;
  }

  private List<JsonNode> contents(String topic) {
    return TopicContents.of(cluster, prefix + topic);
  }
}
