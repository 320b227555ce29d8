package dev.tally.it.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tally.cli.Exit;
import dev.tally.cli.Main;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.it.Servers;
import dev.tally.it.aggregation.BinaryFormat;
import dev.tally.it.aggregation.RunningJob;
import dev.tally.it.aggregation.TopicContents;
import dev.tally.operations.Checkpoints;
import dev.tally.operations.CommittedRecords;
import dev.tally.operations.redrive.Outcome;
import dev.tally.operations.redrive.Redrive;
import dev.tally.operations.redrive.RedriveListener;
import dev.tally.operations.redrive.RedriveReport;
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
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.KafkaException;
import org.joda.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Dead letters are counted once after a redrive, also if it is killed, repeated or run twice. */
@Tag("integration")
class RedriveTest {
  private static final Duration DEADLINE = Duration.ofMinutes(4);
  private static final int GOOD = 20;
  private static final int BAD = 15;

  @TempDir private Path dir;
  private final KafkaCluster cluster = KafkaCluster.at(Servers.kafka().kafkaBootstrap());
  private final String prefix = "redrive-" + UUID.randomUUID() + "-";
  private Path mapping;

  @BeforeEach
  void createTopics() throws IOException {
    RunningJob.createTopics(cluster, prefix, 2, false);
    mapping = Files.writeString(dir.resolve("corrected.yaml"), Letters.CORRECTED);
  }

  @Test
  void countsEachLetterOnce_killedInTheMiddleAndRunAgain() throws Exception {
    Letters.send(cluster, prefix + "ad-events", Letters.events("good", GOOD, "7"));
    Letters.send(cluster, prefix + "ad-events", Letters.events("bad", BAD, "\"7\""));
    Letters.send(cluster, prefix + "ad-events", List.of("{\"event_id\":"));
    try (RunningJob job = start("before")) {
      awaitClicks(GOOD);
      await().atMost(DEADLINE).until(() -> contents("dead-letters").size() == BAD + 1);
      long completed = job.completedCheckpoints() + 2;
      await().atMost(DEADLINE).until(() -> job.completedCheckpoints() >= completed);
    }
    String checkpoint = "--savepointPath=" + Checkpoints.lastIn(dir.resolve("before")).toUri();
    try (RunningJob job = start("after", checkpoint, "--adEventsFormat=" + mapping)) {
      String dryRun = redrive(Exit.DIFFERENT, "--dryRun");
      assertThat(dryRun)
          .containsPattern("NOT_JSON +1  still rejected: NOT_JSON")
          .containsPattern("WRONG_TYPE +15  accepted \\(e\\.g\\. local/" + prefix)
          .contains("16 of 16 dead letters selected; 15 would be sent again, nothing was")
          .doesNotContain("bad-0");
      assertThat(contents("ad-events", "bad")).hasSize(BAD);

      Process killed = KilledRedrive.start(Servers.kafka().kafkaBootstrap(), prefix, mapping);
      assertThat(killed.waitFor(3, TimeUnit.MINUTES)).isTrue();
      assertThat(killed.exitValue()).isEqualTo(KilledRedrive.EXIT_CODE);

      assertThat(redrive(Exit.OK, "--reason=WRONG_TYPE"))
          .contains("15 of 16 dead letters selected; 11 sent again")
          .containsPattern("WRONG_TYPE +4  redriven before");
      assertThat(redrive(Exit.OK, "--reason=WRONG_TYPE")).contains("; 0 sent again");
      awaitClicks(GOOD + BAD);
      assertThat(job.hasFailed()).isFalse();
    }
    assertThat(contents("ad-events", "bad")).hasSize(2 * BAD);
    assertThat(contents("redriven")).hasSize(BAD);
    assertThat(contents("dead-letters")).hasSize(BAD + 1);
    assertThat(clicks()).isEqualTo(GOOD + BAD);
  }

  @Test
  void sendsEachLetterOnce_whenASecondRedriveStartsWhileOneRuns() throws Exception {
    List<String> events = Letters.events("bad", 10, "\"7\"");
    for (int i = 0; i < events.size(); i++) {
      Letters.sendLetter(cluster, prefix, i, events.get(i), 1 << 20);
    }
    AtomicReference<RedriveReport> second = new AtomicReference<>();
    RedriveListener startsAnother =
        new RedriveListener() {
          @Override
          public void committing(long committed) {
            if (committed > 0 && second.get() == null) {
              second.set(sent(new RedriveListener() {}));
            }
          }
        };
    assertThatThrownBy(() -> sent(startsAnother))
        .isInstanceOf(KafkaException.class)
        .hasMessageContaining("Another ./tally redrive was started");
    assertThat(second.get().lettersSent()).isEqualTo(10 - Letters.PER_TRANSACTION);
    assertThat(contents("ad-events")).hasSize(10);
    assertThat(contents("redriven")).hasSize(10);
  }

  @Test
  void readsAnOmittedPayloadFromTheRawTopic_andSkipsWhatIsNoLetter() throws Exception {
    List<String> events = Letters.events("omitted", 1, "\"7\"");
    Letters.send(cluster, prefix + "ad-events", events);
    Letters.sendLetter(cluster, prefix, 0, events.get(0), 0);
    Letters.sendLetter(cluster, prefix, 700, events.get(0), 0);
    Letters.send(cluster, prefix + "dead-letters", List.of("{\"reason\":\"of another program\"}"));
    RedriveReport report = sent(new RedriveListener() {});
    assertThat(report.unreadable())
        .singleElement()
        .asString()
        .contains("not a dead letter of Tally, the field step is missing");
    assertThat(report.rows())
        .extracting(RedriveReport.Row::outcome, RedriveReport.Row::letters)
        .containsExactlyInAnyOrder(tuple(Outcome.ACCEPTED, 1L), tuple(Outcome.NO_PAYLOAD, 1L));
    assertThat(contents("ad-events")).hasSize(2).allMatch(contents("ad-events").get(0)::equals);
  }

  @ParameterizedTest
  @EnumSource
  void sendsTheSameBytesOfABinaryValue(BinaryFormat format) throws Exception {
    byte[] value = format.value("e-1", "hover", System.currentTimeMillis());
    Letters.sendLetter(cluster, prefix, 0, value, 1 << 20);
    mapping = format.write(dir, "{hover: click}");

    assertThat(redrive(Exit.OK)).contains("1 of 1 dead letters selected; 1 sent again");

    List<byte[]> sent = new ArrayList<>();
    CommittedRecords.forEach(cluster, prefix + "ad-events", (key, bytes) -> sent.add(bytes));
    assertThat(sent).singleElement().isEqualTo(value);
  }

  private RedriveReport sent(RedriveListener listener) {
    try {
      return new Redrive(Letters.settings(cluster, prefix, mapping), listener, Instant::now).send();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs the command; returns what it prints. */
  private String redrive(int exitCode, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "redrive",
                "--bootstrapServers=" + Servers.kafka().kafkaBootstrap(),
                "--deadLettersTopic=" + prefix + "dead-letters",
                "--redrivenTopic=" + prefix + "redriven",
                "--adEventsFormat=" + mapping));
    arguments.addAll(List.of(more));
    StringWriter out = new StringWriter();
    int code =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(out, true))
            .execute(arguments.toArray(String[]::new));
    assertThat(code).as(out.toString()).isEqualTo(exitCode);
    return out.toString();
  }

  private RunningJob start(String name, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--jobName=" + prefix + "job",
                "--sinkGroup=" + prefix + "sink",
                "--checkpointingInterval=1000",
                "--earlyPane=1s",
                "--parallelism=1"));
    arguments.addAll(List.of(more));
    return RunningJob.start(
        cluster,
        dir.resolve(name),
        RunningJob.options(cluster, prefix, arguments.toArray(String[]::new)));
  }

  private void awaitClicks(long expected) {
    await().atMost(DEADLINE).untilAsserted(() -> assertThat(clicks()).isEqualTo(expected));
  }

  /** Returns the sum, over record UUIDs, of the clicks of the highest revision. */
  private long clicks() {
    Map<String, JsonNode> latest = new HashMap<>();
    for (JsonNode metric : contents("ad-metrics")) {
      latest.merge(
          metric.get("record_uuid").asText(),
          metric,
          (a, b) -> a.get("revision").asLong() >= b.get("revision").asLong() ? a : b);
    }
    return latest.values().stream().mapToLong(m -> m.get("clicks").asLong()).sum();
  }

  private List<JsonNode> contents(String topic) {
    return TopicContents.of(cluster, prefix + topic);
  }

  /** Returns the raw events whose id begins with a name. The one that is not JSON is left out. */
  private List<String> contents(String topic, String name) throws IOException {
    List<String> found = new ArrayList<>();
    CommittedRecords.forEach(
        cluster,
        prefix + topic,
        (key, value) -> {
          String text = new String(value, UTF_8);
          if (text.contains("\"" + name + "-")) {
            found.add(text);
          }
        });
    return found;
  }
}
