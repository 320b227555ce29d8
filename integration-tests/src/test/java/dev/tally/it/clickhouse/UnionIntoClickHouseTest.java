package dev.tally.it.clickhouse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.it.Servers;
import dev.tally.it.aggregation.RunningJob;
import dev.tally.operations.Checkpoints;
import dev.tally.pipelines.options.InvalidOptions;
import dev.tally.server.stack.LocalStack;
import dev.tally.transforms.codec.AdMetricJson;
import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.MeasureSums;
import dev.tally.transforms.model.RecordUuid;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.joda.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The union job loads ClickHouse, and is restored only onto the tables that it has loaded. */
@Tag("integration")
class UnionIntoClickHouseTest {
  private static final Duration DEADLINE = Duration.ofMinutes(1);
  private static final Instant MINUTE = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir private Path dir;
  private LocalStack stack;
  private KafkaCluster kafka;
  private String prefix;
  private String database;

  @Test
  void loadsEachRecordOnce_continuesFromASavepoint_andRefusesTablesThatWereCreatedAgain()
      throws Exception {
    stack = ClickHouse.up();
    kafka = KafkaCluster.at(Servers.kafka().kafkaBootstrap());
    prefix = "union-ch-" + UUID.randomUUID() + "-";
    database = prefix.replace('-', '_') + "db";
    RunningJob.createTopics(kafka, prefix, 2, true);
    try (RunningJob job = start("first")) {
      send("a", 1);
      send("b", 1);
      send("a", 3);
      send("a", 2);
      awaitRows("a\t3\nb\t1");
      long completed = job.completedCheckpoints();
      await().atMost(DEADLINE).until(() -> job.completedCheckpoints() >= completed + 2);
    }
    String checkpoint = "--savepointPath=" + Checkpoints.lastIn(dir.resolve("first")).toUri();
    send("b", 2);
    try (RunningJob job = start("second", checkpoint)) {
      awaitRows("a\t3\nb\t2");
      assertThat(job.hasFailed()).isFalse();
    }
    ClickHouse.run(stack, "DROP TABLE %s.ad_metrics".formatted(database));
    assertThatThrownBy(() -> start("third", checkpoint))
        .isInstanceOf(InvalidOptions.class)
        .hasMessageContaining(
            "the id of table %s.ad_metrics in ClickHouse was ".formatted(database))
        .hasMessageContaining("or start without --from and --sinkGroup");
  }

  private RunningJob start(String name, String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--sinkGroup=" + prefix + "sink",
                "--checkpointingInterval=500",
                "--parallelism=2",
                "--clickHouseUrl=" + stack.clickHouse(),
                "--clickHouseDatabase=" + database,
                "--clickHouseDelay=500ms"));
    arguments.addAll(List.of(more));
    return RunningJob.startUnion(
        kafka,
        Servers.kafka().kafkaBootstrap(),
        prefix,
        dir.resolve(name),
        arguments.toArray(String[]::new));
  }

  private void awaitRows(String rows) {
    await()
        .atMost(DEADLINE)
        .untilAsserted(
            () ->
                assertThat(
                        ClickHouse.run(
                            stack,
                            "SELECT ad_id, clicks FROM %s.ad_metrics_latest ORDER BY ad_id"
                                .formatted(database)))
                    .isEqualTo(rows));
  }

  private void send(String name, long clicks) throws Exception {
    AdMetric metric =
        AdMetric.builder()
            .setRecordUuid(RecordUuid.of("union-clickhouse", name))
            .setRevision(clicks)
            .setRegion("r")
            .setAdId(name)
            .setCampaignId("c")
            .setStoreId("s")
            .setMinute(MINUTE)
            .setSums(MeasureSums.of(0, clicks, 0, 0))
            .setBrokerTime(MINUTE)
            .build();
    byte[] uuid = metric.getRecordUuid().toString().getBytes(UTF_8);
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            kafka.producerConfig(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer
          .send(new ProducerRecord<>(prefix + "ad-metrics", uuid, AdMetricJson.encode(metric)))
          .get();
    }
  }
}
