package dev.tally.it.union;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.it.Servers;
import dev.tally.it.aggregation.RunningJob;
import dev.tally.it.aggregation.TopicContents;
import dev.tally.operations.Checkpoints;
import dev.tally.server.stack.LocalStack;
import dev.tally.server.stack.Server;
import dev.tally.transforms.codec.AdMetricJson;
import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.MeasureSums;
import dev.tally.transforms.model.RecordUuid;
import java.io.IOException;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two regions, each with its own broker. The broker of the other region is killed while the union
 * job runs, and is still down when the job is started again. The records of this region must be
 * written nevertheless, and those of the other region, each once, as soon as its broker is up again
 * at another address. A third region has no broker at any time.
 */
@Tag("integration")
class RegionDownTest {
  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final Instant MINUTE = Instant.parse("2026-03-01T12:00:00Z");
  private static final int PARTITIONS = 2;

  @TempDir private Path dir;
  private LocalStack elsewhere = LocalStack.temporary();
  private KafkaCluster here;
  private String thereAddress;
  private String prefix;

  @BeforeEach
  void startsThisRegion() throws IOException {
    prefix = "union-" + UUID.randomUUID() + "-";
    here = KafkaCluster.at(Servers.kafka().kafkaBootstrap());
    RunningJob.createTopics(here, prefix, PARTITIONS, true);
    movesTheOtherRegion();
  }

  @AfterEach
  void stopsTheOtherRegion() {
    elsewhere.close();
  }

  @Test
  void aRegionThatIsDown_delaysItsOwnRecordsOnly_andIsReadFromItsNewAddress() throws Exception {
    elsewhere.up(Server.KAFKA);
    RunningJob.createTopics(there(), prefix, PARTITIONS, true);
    try (RunningJob job = start("first")) {
      send(here, "here-1");
      send(there(), "there-1");
      awaitRecords("here-1", "there-1");
      elsewhere.kill(Server.KAFKA);
      send(here, "here-2");
      awaitRecords("here-1", "there-1", "here-2");
      assertThat(job.hasFailed()).isFalse();
    }
    movesTheOtherRegion();
    String checkpoint = Checkpoints.lastIn(dir.resolve("first")).toUri().toString();
    try (RunningJob job = start("second", "--savepointPath=" + checkpoint)) {
      send(here, "here-3");
      awaitRecords("here-1", "there-1", "here-2", "here-3");
      elsewhere.up(Server.KAFKA);
      send(there(), "there-2");
      awaitRecords("here-1", "there-1", "here-2", "here-3", "there-2");
      assertThat(job.hasFailed()).isFalse();
    }
  }

  @Test
  void aJobThatStartsFromScratchWithoutTheOtherRegion_readsItOnceItsTopicsExist() throws Exception {
    try (RunningJob job = start("only")) {
      send(here, "here-1");
      awaitRecords("here-1");
      elsewhere.up(Server.KAFKA);
      RunningJob.createTopics(there(), prefix, PARTITIONS, true);
      send(there(), "there-1");
      awaitRecords("here-1", "there-1");
      assertThat(job.hasFailed()).isFalse();
    }
  }

  private void movesTheOtherRegion() throws IOException {
    int port = Servers.freePort();
    elsewhere = elsewhere.withPort(Server.KAFKA, "broker", port);
    thereAddress = "127.0.0.1:" + port;
  }

  private KafkaCluster there() {
    return KafkaCluster.at(thereAddress);
  }

  private RunningJob start(String name, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--otherRegions=there=" + thereAddress + ";nowhere=kafka.invalid:9092",
                "--sinkGroup=" + prefix + "sink",
                "--checkpointingInterval=500",
                // A restored job has another parallelism.
                "--parallelism=" + (more.length == 0 ? 1 : PARTITIONS)));
    arguments.addAll(List.of(more));
    return RunningJob.startUnion(
        here,
        Servers.kafka().kafkaBootstrap(),
        prefix,
        dir.resolve(name),
        arguments.toArray(String[]::new));
  }

  private void send(KafkaCluster region, String name) throws Exception {
    AdMetric metric =
        AdMetric.builder()
            .setRecordUuid(RecordUuid.of("region-down", name))
            .setRevision(1)
            .setRegion("r")
            .setAdId(name)
            .setCampaignId("c")
            .setStoreId("s")
            .setMinute(MINUTE)
            .setSums(MeasureSums.of(0, 1, 0, 0))
            .setBrokerTime(MINUTE)
            .build();
    byte[] uuid = metric.getRecordUuid().toString().getBytes(UTF_8);
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            region.producerConfig(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer
          .send(new ProducerRecord<>(prefix + "ad-metrics", uuid, AdMetricJson.encode(metric)))
          .get();
    }
  }

  private void awaitRecords(String... names) {
    await()
        .atMost(DEADLINE)
        .untilAsserted(
            () ->
                assertThat(TopicContents.of(here, prefix + "all-ad-metrics"))
                    .extracting(record -> record.get("ad_id").asText())
                    .containsExactlyInAnyOrder(names));
  }
}
