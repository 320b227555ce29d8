package dev.tally.it.union;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.kafka.WatermarkPolicy;
import dev.tally.it.Servers;
import dev.tally.it.aggregation.RunningJob;
import dev.tally.it.aggregation.TopicContents;
import dev.tally.operate.Checkpoints;
import dev.tally.pipelines.options.Region;
import dev.tally.pipelines.ports.ReadRegions;
import dev.tally.stack.LocalStack;
import dev.tally.stack.Server;
import dev.tally.transforms.model.RecordUuid;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two regions, each with a broker of its own. The other region's is killed while the union job
 * runs, and still gone when it is started again: this region's records come all the same, and the
 * other's when it is back, at another address; each once.
 */
@Tag("integration")
class RegionDownTest {
  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final int PARTITIONS = 2;

  @TempDir private Path dir;
  private LocalStack elsewhere = LocalStack.temporary();
  private KafkaCluster here;
  private String thereAddress;
  private String prefix;

  @BeforeEach
  void startsBothRegions() throws IOException {
    prefix = "union-" + UUID.randomUUID() + "-";
    here = KafkaCluster.at(Servers.kafka().kafkaBootstrap());
    elsewhere.up(Server.KAFKA);
    thereAddress = elsewhere.kafkaBootstrap();
    RunningJob.createTopics(here, prefix, PARTITIONS, true);
    RunningJob.createTopics(there(), prefix, PARTITIONS, true);
  }

  @AfterEach
  void stopsTheOtherRegion() {
    elsewhere.close();
  }

  @Test
  void aRegionThatIsDown_delaysItsOwnRecordsOnly_andIsReadOnWhereItMovedTo() throws Exception {
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
  void aJobThatStartsFromNothingWithoutTheOtherRegion_readsItWhenItIsBack() throws Exception {
    send(there(), "there-1");
    elsewhere.kill(Server.KAFKA);
    try (RunningJob job = start("only")) {
      send(here, "here-1");
      awaitRecords("here-1");
      elsewhere.up(Server.KAFKA);
      awaitRecords("here-1", "there-1");
      assertThat(job.hasFailed()).isFalse();
    }
  }

  @Test
  void savepointsKnowARegionByItsName() {
    Pipeline pipeline = Pipeline.create();
    pipeline.apply(
        "Read",
        new ReadRegions(
            List.of(new Region(here.named("us"), true), new Region(there().named("eu"), true)),
            prefix + "ad-metrics",
            WatermarkPolicy.heartbeats(),
            prefix + "union"));
    List<String> steps = new ArrayList<>();
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public CompositeBehavior enterCompositeTransform(TransformHierarchy.Node node) {
            steps.add(node.getFullName());
            return CompositeBehavior.ENTER_TRANSFORM;
          }
        });
    assertThat(steps).contains("Read/us", "Read/eu");
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
                "--otherRegions=there=" + thereAddress,
                "--sinkGroup=" + prefix + "sink",
                "--checkpointingInterval=500",
                "--parallelism=1"));
    arguments.addAll(List.of(more));
    return RunningJob.startUnion(
        here,
        Servers.kafka().kafkaBootstrap(),
        prefix,
        dir.resolve(name),
        arguments.toArray(String[]::new));
  }

  private void send(KafkaCluster region, String name) throws Exception {
    byte[] uuid = RecordUuid.ofAttributedOrder(name).toString().getBytes(UTF_8);
    String json =
        "{\"record_uuid\":\"%s\",\"revision\":1,\"name\":\"%s\"}"
            .formatted(new String(uuid, UTF_8), name);
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            region.producerConfig(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(prefix + "ad-metrics", uuid, json.getBytes(UTF_8))).get();
    }
  }

  private void awaitRecords(String... names) {
    await()
        .atMost(DEADLINE)
        .untilAsserted(
            () ->
                assertThat(TopicContents.of(here, prefix + "all-ad-metrics"))
                    .extracting(record -> record.get("name").asText())
                    .containsExactlyInAnyOrder(names));
  }
}
