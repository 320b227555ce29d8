package dev.tally.it.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tally.io.pinot.PinotException;
import dev.tally.io.pinot.PinotQuery;
import dev.tally.io.pinot.PinotReaders;
import dev.tally.io.pinot.PinotRows;
import dev.tally.io.pinot.PinotTable;
import dev.tally.io.pinot.PinotTables;
import dev.tally.io.pinot.PinotTables.Applied;
import dev.tally.io.pinot.TableTopic;
import dev.tally.it.stack.TopicWriter.Metric;
import dev.tally.server.stack.LocalStack;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Each test has its own table, and most of its time is a wait for Pinot, so they run together. */
@Tag("integration")
@Execution(ExecutionMode.CONCURRENT)
class PinotTablesLiveTest {
  private static final Duration VISIBLE = Duration.ofSeconds(60);
  private static final int KEYS = 200;
  private static final int REVISIONS = 3;

  private static LocalStack stack;
  private static PinotTables tables;
  private static PinotQuery pinot;

  @BeforeAll
  static void startsTheStack() {
    stack = SharedStack.up();
    tables = PinotTables.at(stack.pinotController());
    pinot = PinotQuery.at(stack.pinotBroker());
  }

  @AfterAll
  static void closesTheClient() {
    pinot.close();
  }

  @Test
  void countsTheHighestRevisionOfCommittedRecords() throws Exception {
    try (TopicWriter topic = new TopicWriter(stack.kafkaBootstrap(), "highest")) {
      tables.apply(table("highest", "highest"));
      List<Metric> metrics = repeatedAndShuffled();
      topic.commit(metrics.subList(0, metrics.size() / 2));
      topic.heartbeat();
      topic.abort(List.of(new Metric(key(0), 99, 1_000_000), new Metric(key(-7), 1, 1_000_000)));
      topic.commit(metrics.subList(metrics.size() / 2, metrics.size()));
      topic.heartbeat();
      topic.commit(lastOfEveryPartition());
      await().atMost(VISIBLE).until(() -> count("highest", "clicks = 0") == 16);
      assertThat(PinotReaders.at(stack.pinotController()).offsets("highest"))
          .as("no segment is committed: all is read again after a restart")
          .isEqualTo(Map.of("highest", Map.of(0, 0L, 1, 0L)));
      post("/tables/highest/forceCommit", "");
      await()
          .atMost(VISIBLE)
          .untilAsserted(
              () ->
                  assertThat(
                          PinotReaders.at(stack.pinotController())
                              .offsets("highest")
                              .get("highest")
                              .values())
                      .hasSize(2)
                      .allMatch(offset -> offset > 0));

      PinotRows sum =
          pinot.query("SELECT COUNT(*) AS n, SUM(clicks) AS s FROM highest WHERE clicks > 0", 1);
      assertThat(sum.getLong(0, "n")).isEqualTo(KEYS);
      assertThat(sum.getLong(0, "s")).isEqualTo((long) KEYS * 10 * REVISIONS);
      assertThat(count("highest", "revision <> " + REVISIONS + " AND clicks > 0")).isZero();
    }
    tables.dropTable("highest");
  }

  @Test
  void appliesOnceAndChangesOnlyWhatIsSafe() throws Exception {
    try (TopicWriter topic = new TopicWriter(stack.kafkaBootstrap(), "applied")) {
      PinotTable table = table("applied", "applied");
      assertThat(tables.apply(table)).isEqualTo(Applied.CREATED);
      assertThat(tables.apply(table)).isEqualTo(Applied.UNCHANGED);
      assertThat(tables.validate(table)).isEmpty();

      PinotTable wider =
          table
              .withRetention(org.joda.time.Duration.standardDays(30))
              .withDimension("region", PinotTable.Type.STRING);
      assertThat(tables.apply(wider)).isEqualTo(Applied.UPDATED);
      assertThat(tables.ensure(wider.withRetention(org.joda.time.Duration.standardDays(9))))
          .isEqualTo(Applied.UNCHANGED);
      assertThat(tables.apply(wider)).isEqualTo(Applied.UNCHANGED);
      assertThatThrownBy(() -> tables.apply(wider.withHashFunction(PinotTable.HashFunction.NONE)))
          .isInstanceOf(PinotException.class)
          .hasMessageContaining("hashFunction is MD5");
      assertThatThrownBy(() -> tables.apply(table))
          .isInstanceOf(PinotException.class)
          .hasMessageContaining("region");

      topic.commit(List.of(new Metric(key(1), 1, 1)));
      await().atMost(VISIBLE).until(() -> count("applied", "region = 'null'") == 1);
      topic.commit(
          key(2),
          "{\"record_uuid\":\"%s\",\"revision\":1,\"clicks\":1,\"minute\":60000,\"region\":\"us\"}"
              .formatted(key(2)));
      await().atMost(VISIBLE).until(() -> count("applied", "region = 'us'") == 1);
      assertThat(count("applied", "region = 'null'")).isEqualTo(1);
    }
    tables.dropTable("applied");
    assertThat(tables.validate(table("applied", "applied")))
        .singleElement()
        .asString()
        .contains("apply");
    tables.dropTable("applied");
  }

  @Test
  void refusesAnUnsafeTableOfAnotherProgram_withEveryReason() throws Exception {
    new TopicWriter(stack.kafkaBootstrap(), "unsafe").close();
    PinotTable table =
        table("unsafe", "unsafe")
            .withKafkaSetting("sasl.jaas.config", "X required password=\"a\";");
    post("/schemas", PinotTables.schemaJson(table));
    post(
        "/tables",
        PinotTables.tableJson(table, new TableTopic("unsafe-id", TopicWriter.PARTITIONS + 1))
            .replace("read_committed", "read_uncommitted")
            .replace("\"revision\"", "\"clicks\""));
    assertThatThrownBy(() -> tables.ensure(table))
        .isInstanceOf(PinotException.class)
        .hasMessageContaining("read_committed");
    assertThatThrownBy(() -> tables.apply(table))
        .isInstanceOf(PinotException.class)
        .hasMessageContaining("read_committed")
        .hasMessageContaining("comparisonColumn")
        .hasMessageContaining("is unsafe-id, but topic unsafe has the id")
        .hasMessageContaining("numPartitions is 3, but topic unsafe has 2");
    assertThat(tables.validate(table)).hasSize(4);
    assertThat(tables.readableSecrets("unsafe")).containsExactly("sasl.jaas.config");
    tables.dropTable("unsafe");
  }

  @Test
  void refusesATopicThatWasCreatedAgain_andLoadsAllOfItIntoANewTable() throws Exception {
    PinotTable table = table("again", "again");
    try (TopicWriter topic = new TopicWriter(stack.kafkaBootstrap(), "again")) {
      tables.apply(table);
      topic.commit(repeatedAndShuffled());
      await().atMost(VISIBLE).until(() -> count("again", "clicks > 0") == KEYS);
    }
    TopicWriter.delete(stack.kafkaBootstrap(), "again");
    try (TopicWriter topic = new TopicWriter(stack.kafkaBootstrap(), "again")) {
      topic.commit(List.of(new Metric(key(1), 9, 5), new Metric(key(2), 9, 5)));
      for (Runnable use :
          List.<Runnable>of(() -> tables.ensure(table), () -> tables.apply(table))) {
        assertThatThrownBy(use::run)
            .isInstanceOf(PinotException.class)
            .hasMessageContaining("it was deleted and created again")
            .hasMessageContaining("DELETE /tables/again");
      }
      tables.dropTable("again");
      tables.apply(table);
      await().atMost(VISIBLE).until(() -> count("again", "clicks = 5") == 2);
    }
    tables.dropTable("again");
  }

  @Test
  void pinotResolvesAReferenceToAFile_andShowsTheReferenceOnly(@TempDir Path dir) throws Exception {
    Path file = Files.writeString(dir.resolve("kafka.properties"), "end=TEXT\n");
    String reference = "PLAIN${file:" + file + ":end}";
    PinotTable table =
        table("referring", "referring")
            .withKafkaSetting("config.providers", "file")
            .withKafkaSetting(
                "config.providers.file.class",
                "org.apache.kafka.common.config.provider.FileConfigProvider")
            .withKafkaSetting("security.protocol", reference)
            .withKafkaSetting("client.rack", "${HOME}")
            .withClientSettings(Map.of());
    try (TopicWriter topic = new TopicWriter(stack.kafkaBootstrap(), "referring")) {
      tables.apply(table);
      topic.commit(List.of(new Metric(key(1), 1, 1)));
      await().atMost(VISIBLE).until(() -> count("referring", "clicks > 0") == 1);
    }
    assertThat(get("/tables/referring?type=realtime"))
        .contains(reference)
        .doesNotContain("PLAINTEXT")
        .as("a variable of Pinot's environment is shown resolved, so it hides no secret")
        .contains("\"client.rack\":\"" + System.getenv("HOME") + "\"");
    tables.dropTable("referring");
  }

  @Test
  void refusesATopicThatDoesNotExist() {
    assertThatThrownBy(() -> tables.apply(table("nowhere", "nowhere")))
        .isInstanceOf(PinotException.class)
        .hasMessageContaining("create it first");
  }

  @Test
  void returnsACompleteResultOrFails() throws Exception {
    try (TopicWriter topic = new TopicWriter(stack.kafkaBootstrap(), "queried")) {
      tables.apply(table("queried", "queried"));
      topic.commit(List.of(new Metric(key(1), 7, 5), new Metric(key(2), 8, 6)));
      await().atMost(VISIBLE).until(() -> count("queried", "clicks > 0") == 2);

      PinotRows rows =
          pinot.query("SELECT record_uuid, revision, clicks FROM queried ORDER BY clicks", 3);
      assertThat(rows.columns()).containsExactly("record_uuid", "revision", "clicks");
      assertThat(rows.rows()).containsExactly(List.of(key(1), 7L, 5L), List.of(key(2), 8L, 6L));
      assertThat(rows.limitReached()).isFalse();
      assertThat(pinot.query("SELECT revision FROM queried", 2).limitReached()).isTrue();
      assertThatThrownBy(() -> pinot.query("SELECT nothing FROM queried", 1))
          .isInstanceOf(PinotException.class);
      assertThatThrownBy(() -> pinot.query("SELECT COUNT(*) FROM nowhere", 1))
          .isInstanceOf(PinotException.class);
    }
    tables.dropTable("queried");
  }

  static PinotTable table(String name, String topic) {
    return PinotTable.of(name, topic, stack.kafkaBootstrap(), "minute")
        .withMetric("clicks", PinotTable.Type.LONG);
  }

  private static long count(String table, String where) {
    try {
      return pinot
          .query("SELECT COUNT(*) AS n FROM " + table + " WHERE " + where, 1)
          .getLong(0, "n");
    } catch (PinotException notThereYet) {
      return -1;
    }
  }

  private static List<Metric> repeatedAndShuffled() {
    List<Metric> metrics = new ArrayList<>();
    for (int key = 0; key < KEYS; key++) {
      for (int revision = 1; revision <= REVISIONS; revision++) {
        Metric metric = new Metric(key(key), revision, 10L * revision);
        metrics.add(metric);
        metrics.add(metric);
      }
    }
    Collections.shuffle(metrics, new Random(7));
    return metrics;
  }

  /**
   * Returns enough keys to reach every partition. When they are visible, everything written before
   * is visible.
   */
  private static List<Metric> lastOfEveryPartition() {
    List<Metric> last = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      last.add(new Metric(key(1_000_000 + i), 1, 0));
    }
    return last;
  }

  private static String key(int number) {
    return UUID.nameUUIDFromBytes(("key-" + number).getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static String get(String path) throws Exception {
    URI uri = stack.pinotController().resolve(path);
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
  }

  private static void post(String path, String json) throws Exception {
    URI uri = stack.pinotController().resolve(path);
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    var answer =
        http.send(
            HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }
}
