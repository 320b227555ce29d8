package dev.tally.it.aggregation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tally.cli.Main;
import dev.tally.io.kafka.Heartbeat;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.it.Servers;
import dev.tally.operations.Checkpoints;
import dev.tally.pipelines.aggregation.AggregationOptions;
import dev.tally.pipelines.aggregation.AggregationPorts;
import dev.tally.pipelines.aggregation.CheckedAggregationOptions;
import dev.tally.pipelines.options.InvalidOptions;
import dev.tally.pipelines.ports.WritePort;
import dev.tally.runners.RunnerSettings;
import dev.tally.runners.manifest.KeepManifest;
import dev.tally.runners.manifest.Manifest;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.RawRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A savepoint is used only with the settings that its state depends on. The launch compares them,
 * and a worker compares them again, for a savepoint that the launching machine cannot read.
 */
@Tag("integration")
class RestoreRefusalTest {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  /** Shorter than six restarts, which take 61 s. */
  private static final Duration WITHOUT_RESTARTS = Duration.ofSeconds(30);

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration TWO_HOURS = Duration.ofHours(2);

  @TempDir private Path dir;
  private KafkaCluster cluster;
  private String prefix;

  /**
   * Sends 20 events, which are forgotten after an hour, and copies of them; then five more events
   * and copies of them.
   */
  @Test
  void aChangedSettingIsRefusedWithBothValues_andAnotherMaxEventAgeCountsExactly()
      throws Exception {
    cluster = KafkaCluster.at(Servers.kafka().kafkaBootstrap());
    prefix = "restore-" + UUID.randomUUID() + "-";
    RunningJob.createTopics(cluster, prefix, 1, true);
    String hour = checkpointAfter("hour", 20, List.of("--maxEventAge=1h", "--maxParallelism=3"));
    assertRefused(hour);
    aWorkerRefusesWhatTheLaunchCouldNotSee(hour);
    // Copies: too old with --maxEventAge=1h, and not to be counted again with 6h.
    send(0, 20, NOON.plus(TWO_HOURS));
    send(20, 25, NOON.plus(TWO_HOURS));
    String longer = checkpointAfter("longer", 25, List.of(hour, "--maxEventAge=6h"));
    send(20, 25, NOON.plus(TWO_HOURS));
    send(25, 30, NOON.plus(TWO_HOURS));
    heartbeat(
        NOON.plus(TWO_HOURS).plus(TWO_HOURS)); // Makes all earlier records old enough to prune.
    checkpointAfter("hour-again", 30, List.of(longer, "--maxEventAge=1h"));
    assertPrunedUpToASavepointOnly(hour);
    assertGrowthIsRefused(longer);
  }

  /** The first savepoint has read 20 events and a heartbeat. */
  private void assertPrunedUpToASavepointOnly(String savepoint) {
    StringWriter out = new StringWriter();
    int code =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .execute(
                "prune",
                "--topics",
                "--topic=" + prefix + "ad-events",
                "--readers=" + prefix + "group",
                "--keep=0s",
                "--dryRun",
                "--savepoint=" + savepoint.replace("--savepointPath=", ""),
                "--bootstrapServers=" + Servers.kafka().kafkaBootstrap());
    assertThat(code).isZero();
    assertThat(out.toString())
        .containsPattern("ad-events-0 +0 +21 .*not read by a job that starts from --savepoint");
  }

  private void assertGrowthIsRefused(String savepoint) throws Exception {
    String topic = prefix + "ad-events";
    try (Admin admin = cluster.admin()) {
      admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(2))).all().get();
    }
    await()
        .atMost(DEADLINE)
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> check(savepoint))
                    .isInstanceOf(InvalidOptions.class)
                    .hasMessageContaining("--from=")
                    .hasMessageContaining("cannot be used: Topic " + topic)
                    .hasMessageContaining("had 1 partitions and has 2 now"));
  }

  /** Runs the job until it has read the topic; the counts in Kafka must then equal this number. */
  private String checkpointAfter(String home, long events, List<String> more) throws Exception {
    try (RunningJob job = start(home, more.toArray(String[]::new))) {
      if (home.equals("hour")) {
        send(0, 20, NOON);
      }
      await().atMost(DEADLINE).until(() -> job.hasReadAll(1));
      await().atMost(DEADLINE).untilAsserted(() -> assertThat(impressions()).isEqualTo(events));
    }
    return "--savepointPath=" + Checkpoints.lastIn(dir.resolve(home)).toUri();
  }

  private void assertRefused(String savepoint) {
    assertThatThrownBy(
            () -> check(savepoint, "--dedupScope=GLOBAL", "--input=LIVE", "--generation=1"))
        .isInstanceOf(InvalidOptions.class)
        .hasMessageContaining(
            "--dedupScope was REGION when its state was written and is GLOBAL now: use --dedupScope=REGION")
        .hasMessageContaining("--input was REPLAY when its state was written and is LIVE now")
        .hasMessageContaining("--generation was 0 when its state was written and is 1 now");
    assertThatThrownBy(() -> check(savepoint, "--parallelism=4"))
        .isInstanceOf(InvalidOptions.class)
        .hasMessageContaining(
            "--parallelism=4 is more than the maximum parallelism of its state, 3");
    assertThatThrownBy(
            () ->
                RunningJob.startUnion(
                    cluster, Servers.kafka().kafkaBootstrap(), prefix, dir, savepoint))
        .isInstanceOf(InvalidOptions.class)
        .hasMessageContaining(
            "written by a job of kind aggregation, but this job is of kind union");
  }

  /**
   * Sends impressions with these ids and a heartbeat, which moves the watermark to two hours after
   * their minute.
   */
  private void send(int from, int to, Instant brokerTime) throws Exception {
    String topic = prefix + "ad-events";
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            cluster.producerConfig(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int id = from; id < to; id++) {
        Instant eventTime = id < 20 ? NOON : NOON.plus(TWO_HOURS);
        String event =
            """
            {"event_id":"e%d","event_type":"impression","event_time":%d,"ad_id":"a","campaign_id":"c",\
            "store_id":"s","user_id":"u","region":"r"}"""
                .formatted(id, eventTime.toEpochMilli());
        producer.send(
            new ProducerRecord<>(topic, 0, brokerTime.toEpochMilli(), null, event.getBytes(UTF_8)));
      }
      long watermark = NOON.plus(TWO_HOURS).toEpochMilli();
      producer.send(Heartbeat.record(topic, 0, watermark, watermark)).get();
    }
  }

  private void heartbeat(Instant watermark) throws Exception {
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            cluster.producerConfig(), new ByteArraySerializer(), new ByteArraySerializer())) {
      long millis = watermark.toEpochMilli();
      producer.send(Heartbeat.record(prefix + "ad-events", 0, millis, millis)).get();
    }
  }

  private long impressions() {
    Map<String, Long> latest = new HashMap<>(); // The counts of a record only grow.
    for (JsonNode metric : TopicContents.of(cluster, prefix + "ad-metrics")) {
      latest.merge(
          metric.get("record_uuid").asText(), metric.get("impressions").asLong(), Math::max);
    }
    return latest.values().stream().mapToLong(Long::longValue).sum();
  }

  private void aWorkerRefusesWhatTheLaunchCouldNotSee(String savepoint) throws IOException {
    Manifest other = Manifest.of("aggregation", 1).fixed("--dedupScope", "GLOBAL");
    try (RunningJob job =
        RunningJob.start(
            cluster,
            dir.resolve("refused"),
            options(savepoint),
            ports -> new OtherManifest(ports, other))) {
      await().atMost(WITHOUT_RESTARTS).until(job::hasEnded);
    }
  }

  private RunningJob start(String home, String... more) throws IOException {
    return RunningJob.start(cluster, dir.resolve(home), options(more));
  }

  private void check(String... more) {
    AggregationOptions options = options(more);
    RunnerSettings.complete(options, dir, 0);
    CheckedAggregationOptions.check(options);
  }

  private AggregationOptions options(String... more) {
    List<String> arguments = new ArrayList<>(List.of(more));
    if (arguments.stream().noneMatch(a -> a.startsWith("--input="))) {
      arguments.add("--input=REPLAY");
    }
    arguments.add("--sinkGroup=" + prefix + "sink");
    arguments.add("--jobName=" + prefix + "job");
    arguments.add("--checkpointingInterval=500");
    arguments.add("--earlyPane=1s");
    if (arguments.stream().noneMatch(a -> a.startsWith("--parallelism="))) {
      arguments.add("--parallelism=1");
    }
    return RunningJob.options(cluster, prefix, arguments.toArray(String[]::new));
  }

  private record OtherManifest(AggregationPorts ports, Manifest other) implements AggregationPorts {
    @Override
    public PTransform<PBegin, PCollection<RawRecord>> adEvents() {
      return ports.adEvents();
    }

    @Override
    public Optional<WritePort<AdEvent>> cleanAdEvents() {
      return ports.cleanAdEvents();
    }

    @Override
    public WritePort<AdMetric> adMetrics() {
      return ports.adMetrics();
    }

    @Override
    public PTransform<PCollection<DeadLetter>, PDone> deadLetters() {
      return ports.deadLetters();
    }

    @Override
    public PTransform<PBegin, PDone> manifest() {
      return KeepManifest.of(other);
    }
  }
}
