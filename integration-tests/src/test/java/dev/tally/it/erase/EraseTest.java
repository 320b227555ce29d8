package dev.tally.it.erase;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tally.cli.Exit;
import dev.tally.cli.Main;
import dev.tally.io.hive.HiveTable;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.pinot.PinotException;
import dev.tally.io.pinot.PinotQuery;
import dev.tally.io.pinot.PinotReaders;
import dev.tally.it.Servers;
import dev.tally.it.aggregation.RunningJob;
import dev.tally.it.clickhouse.ClickHouse;
import dev.tally.it.hive.Hive;
import dev.tally.operations.CommittedRecords;
import dev.tally.operations.erase.EraseListener;
import dev.tally.operations.erase.UserPlace;
import dev.tally.server.stack.LocalStack;
import dev.tally.transforms.codec.AdEventJson;
import dev.tally.transforms.codec.AttributedOrderJson;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AttributedOrder;
import dev.tally.transforms.model.Attribution;
import dev.tally.transforms.model.EventType;
import dev.tally.transforms.model.Order;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.joda.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Erases a user from Pinot, Hive and ClickHouse while the union job loads them. The command is
 * killed twice and run again; the orders must remain, without the user, and a correction that
 * arrives later is erased by the next run.
 */
@Tag("integration")
class EraseTest {
  static final String ALICE = "alice-7f3a";
  private static final String BOB = "bob";
  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant TUESDAY = Instant.parse("2026-03-03T12:00:00Z");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path dir;
  private LocalStack stack;
  private KafkaCluster kafka;
  private String prefix;
  private String table;

  @Test
  void erasesAUserFromTheStores_killedInTheMiddleAndRunAgain() throws Exception {
    stack = ClickHouse.up();
    kafka = KafkaCluster.at(Servers.all().kafkaBootstrap());
    prefix = "erase-" + UUID.randomUUID().toString().substring(0, 8) + "-";
    table = prefix.replace('-', '_') + "orders";
    RunningJob.createTopics(kafka, prefix, 2, false);
    send("ad-events", ALICE, AdEventJson.encode(event()));
    send("clean-ad-events", ALICE, AdEventJson.encode(event()));
    order("o-1", ALICE, 8, NOON);
    order("o-1", ALICE, 64, NOON);
    order("o-2", ALICE, 8, TUESDAY);
    order("o-3", BOB, 8, NOON);
    try (Hive hive = new Hive(Servers.hive())) {
      try (RunningJob union = union()) {
        awaitStores(hive, rows(ALICE, 64));
        erasesWhatThereIs(hive);
        order("o-1", ALICE, 128, NOON);
        awaitStores(hive, List.of(ALICE + ",o-1,128", ",o-2,8", BOB + ",o-3,8"));
        erase(Exit.DIFFERENT, "--again");
        awaitStores(hive, rows("", 128));
        assertThat(union.hasFailed()).isFalse();
      }
      commitPinotSegments();
      try (HiveTable swept = HiveTable.at(Servers.hive().hive().metastore(), table)) {
        swept.sweep(org.joda.time.Duration.ZERO);
      }
      JsonNode json = JSON.readTree(erase(Exit.DIFFERENT, "--again", "--json"));
      awaitStores(hive, rows("", 128));
      for (String place : List.of("HIVE", "HIVE_REPLACED", "CLICKHOUSE", "ORDERS")) {
        assertThat(outcome(json, place)).as(place).isEqualTo("NONE");
      }
      assertThat(outcome(json, "PINOT_SEGMENTS")).isEqualTo("REMAINS");
      assertThat(json.get("settled").asBoolean()).isFalse();
    }
  }

  private void erasesWhatThereIs(Hive hive) throws Exception {
    assertThat(erase(Exit.DIFFERENT, "--userFile=" + users(), "--dryRun"))
        .contains("nothing was changed (--dryRun)")
        .containsPattern("Hive +" + table + " +would be erased +3")
        .containsPattern("ClickHouse +" + table + ".attributed_orders +would be erased +\\d")
        .containsPattern("Pinot +" + table + " +would be erased +2");
    awaitStores(hive, rows(ALICE, 64));
    killAt(KilledErasure.COMMITTING);
    killAt("CLICKHOUSE");
    assertThatThrownBy(() -> KilledErasure.erase(startsAnother(), arguments()))
        .isInstanceOf(KafkaException.class)
        .hasMessageContaining("Another ./tally erase was started");
    String report = erase(Exit.DIFFERENT, "--userFile=" + users());
    awaitStores(hive, rows("", 64));
    assertThat(report)
        .containsPattern("Hive +" + table + " +none")
        .containsPattern("replaced Hive files +" + table + " +expires")
        .containsPattern("raw ad events +" + prefix + "ad-events +expires +1 ")
        .containsPattern("accepted ad events +" + prefix + "clean-ad-events +REMAINS +1 ")
        .containsPattern("attributed orders of the region +" + prefix + ".* +REMAINS +3 ")
        .containsPattern("attribution: touches +expires")
        .contains("data remains in the places that are marked REMAINS");
    assertThat(hive.ask("SELECT COUNT(*) FROM %s WHERE user_id = '%s'".formatted(table, ALICE)))
        .as("all revisions")
        .containsExactly("0");
    assertThat(
            ClickHouse.run(
                stack,
                "SELECT count() > 0, sum(position(command, '%s')) FROM system.mutations WHERE database = '%s'"
                    .formatted(ALICE, table)))
        .as("statements without the user id")
        .isEqualTo("1\t0");
    assertThat(requests()).hasSize(1);
    assertThat(requests().values()).allMatch(request -> request.get("completed").asBoolean());
  }

  /** Starts another erasure before the first one erases from ClickHouse. */
  private EraseListener startsAnother() {
    return new EraseListener() {
      @Override
      public void erasing(UserPlace place) {
        if (place == UserPlace.CLICKHOUSE) {
          try {
            KilledErasure.erase(new EraseListener() {}, arguments());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      }
    };
  }

  private static String outcome(JsonNode json, String place) {
    for (JsonNode finding : json.get("places")) {
      if (finding.get("place").asText().equals(place)) {
        return finding.get("outcome").asText();
      }
    }
    throw new AssertionError(place);
  }

  private void killAt(String place) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(arguments()));
    arguments.add(place);
    Process killed = KilledErasure.start(arguments.toArray(String[]::new));
    assertThat(killed.waitFor(3, TimeUnit.MINUTES)).isTrue();
    assertThat(killed.exitValue()).isEqualTo(KilledErasure.EXIT_CODE);
  }

  private String[] arguments() {
    return new String[] {
      stack.kafkaBootstrap(),
      prefix,
      table,
      Servers.hive().hive().metastore(),
      stack.clickHouse().toString()
    };
  }

  private Path users() throws IOException {
    return Files.writeString(dir.resolve("users.txt"), ALICE + "\n");
  }

  /** Runs the command; returns what it prints, in which the user must not occur. */
  private String erase(int exitCode, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "erase",
                "--bootstrapServers=" + stack.kafkaBootstrap(),
                "--erasuresTopic=" + prefix + "erasures",
                "--deadLettersTopic=" + prefix + "dead-letters",
                "--metastore=" + Servers.hive().hive().metastore(),
                "--hiveTable=" + table,
                "--clickHouseUrl=" + stack.clickHouse(),
                "--clickHouseDatabase=" + table,
                "--pinotBroker=" + stack.pinotBroker(),
                "--pinotTable=" + table));
    for (String topic :
        List.of(
            "ad-events",
            "orders",
            "clean-ad-events",
            "attributed-orders",
            "all-attributed-orders")) {
      arguments.add("--%sTopic=%s".formatted(RunningJob.camelCase(topic), prefix + topic));
    }
    arguments.addAll(List.of(more));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments.toArray(String[]::new));
    assertThat(code).as(out + "\n" + err).isEqualTo(exitCode);
    assertThat(out + "\n" + err).doesNotContain(ALICE);
    return out.toString();
  }

  private RunningJob union() throws IOException {
    return RunningJob.startUnion(
        kafka,
        stack.kafkaBootstrap(),
        prefix,
        dir.resolve("union"),
        "--hiveMetastore=" + Servers.hive().hive().metastore(),
        "--hiveDelay=1s",
        "--hiveAdMetricsTable=" + table + "_metrics",
        "--hiveAttributedOrdersTable=" + table,
        "--pinotController=" + stack.pinotController(),
        "--pinotAdMetricsTable=" + table + "_metrics",
        "--pinotAttributedOrdersTable=" + table,
        "--clickHouseUrl=" + stack.clickHouse(),
        "--clickHouseDatabase=" + table,
        "--clickHouseDelay=500ms",
        "--checkpointingInterval=1000",
        "--parallelism=1");
  }

  private static List<String> rows(String user, int revision) {
    return List.of(user + ",o-1," + revision, user + ",o-2,8", BOB + ",o-3,8");
  }

  private void awaitStores(Hive hive, List<String> rows) {
    await()
        .atMost(DEADLINE)
        .untilAsserted(
            () -> {
              assertThat(inHive(hive)).as("Hive").isEqualTo(rows);
              assertThat(inClickHouse()).as("ClickHouse").isEqualTo(rows);
              assertThat(inPinot()).as("Pinot").isEqualTo(rows);
            });
  }

  private List<String> inHive(Hive hive) throws Exception {
    return hive.ask(
        "SELECT user_id, order_id, revision FROM %s_latest ORDER BY order_id".formatted(table));
  }

  private List<String> inClickHouse() throws Exception {
    return ClickHouse.run(
            stack,
            "SELECT concat(user_id, ',', order_id, ',', toString(revision)) FROM %s.attributed_orders_latest ORDER BY order_id"
                .formatted(table))
        .lines()
        .toList();
  }

  private List<String> inPinot() {
    try (PinotQuery query = PinotQuery.at(stack.pinotBroker())) {
      return query
          .query("SELECT user_id, order_id, revision FROM " + table + " ORDER BY order_id", 100)
          .rows()
          .stream()
          .map(row -> String.join(",", row.stream().map(String::valueOf).toList()))
          .toList();
    } catch (PinotException notLoadedYet) {
      return List.of();
    }
  }

  /**
   * Pinot then reads the rows from its files, in which earlier and masked rows have one revision.
   */
  private void commitPinotSegments() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(stack.pinotController().resolve("/tables/" + table + "/forceCommit"))
            .POST(BodyPublishers.noBody())
            .build();
    assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode())
        .isEqualTo(200);
    await()
        .atMost(DEADLINE)
        .untilAsserted(
            () ->
                assertThat(
                        PinotReaders.at(stack.pinotController())
                            .offsets(prefix + "all-attributed-orders")
                            .get(table)
                            .values())
                    .anyMatch(offset -> offset > 0));
  }

  /** Returns the newest request of each user. */
  private Map<String, JsonNode> requests() throws IOException {
    Map<String, JsonNode> requests = new HashMap<>();
    List<String> ids = new ArrayList<>();
    CommittedRecords.forEach(
        kafka,
        prefix + "erasures",
        (key, value) -> {
          assertThat(new String(key, UTF_8) + new String(value, UTF_8)).doesNotContain(ALICE);
          JsonNode request = JSON.readTree(value);
          ids.add(request.get("request").asText());
          requests.put(new String(key, UTF_8), request);
        });
    assertThat(ids.stream().distinct())
        .as("one request until it was completed, then a new one")
        .hasSize(2);
    return requests;
  }

  private void order(String id, String user, long revision, Instant time) throws Exception {
    Order order =
        Order.builder()
            .setOrderId(id)
            .setUserId(user)
            .setStoreId("s-1")
            .setOrderTime(time)
            .setStatus("placed")
            .setAmountMicros(1_000_000)
            .setCurrency("USD")
            .setRegion("eu")
            .setBrokerTime(time)
            .build();
    AttributedOrder attributed =
        new AttributedOrder(revision, order, Attribution.ofOne("last_touch", List.of()), null);
    send(
        "attributed-orders",
        attributed.recordUuid().toString(),
        AttributedOrderJson.encode(attributed));
  }

  private static AdEvent event() {
    return AdEvent.builder()
        .setEventId("e-1")
        .setEventType(EventType.CLICK)
        .setEventTime(NOON)
        .setAdId("a-1")
        .setCampaignId("c-1")
        .setStoreId("s-1")
        .setUserId(ALICE)
        .setRegion("eu")
        .setCostMicros(0)
        .setBrokerTime(NOON)
        .build();
  }

  private void send(String topic, String key, byte[] value) throws Exception {
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            kafka.producerConfig(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer
          .send(
              new ProducerRecord<>(
                  prefix + topic, null, NOON.getMillis(), key.getBytes(UTF_8), value))
          .get();
    }
  }
}
