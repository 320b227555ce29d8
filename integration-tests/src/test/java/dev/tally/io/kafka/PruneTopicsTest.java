package dev.tally.io.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tally.cli.Main;
import dev.tally.it.Servers;
import dev.tally.pipelines.options.Region;
import dev.tally.pipelines.ports.ReadRegions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.beam.sdk.Pipeline;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests {@code ./tally prune --topics} with a Kafka broker. */
@Tag("integration")
class PruneTopicsTest {
  private static final int OLD = 10;
  private static final int YOUNG = 5;

  private final String topic = "prune-" + UUID.randomUUID();
  private final String reader = topic + "-union";
  private final long now = System.currentTimeMillis();
  private KafkaCluster cluster;
  private StringWriter out;
  private StringWriter err;

  /** Fills two partitions, each with 10 records from 20 days ago and 5 from today. */
  @BeforeEach
  void writesOldAndYoungRecords() throws Exception {
    cluster = KafkaCluster.at(Servers.kafka().kafkaBootstrap());
    create("delete");
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            cluster.producerConfig(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int partition = 0; partition < 2; partition++) {
        for (int i = 0; i < OLD + YOUNG; i++) {
          long time = i < OLD ? now - Duration.ofDays(20).toMillis() : now;
          producer.send(
              new ProducerRecord<>(topic, partition, time, new byte[] {1}, new byte[] {1}));
        }
      }
      producer.flush();
    }
  }

  private void create(String policy) throws Exception {
    try (Admin admin = cluster.admin()) {
      NewTopic wanted = new NewTopic(topic, Optional.of(2), Optional.empty());
      admin
          .createTopics(
              Set.of(wanted.configs(Map.of("cleanup.policy", policy, "retention.ms", "-1"))))
          .all()
          .get();
    }
  }

  private void commits(String group, long first, long second, String metadata) throws Exception {
    try (Admin admin = cluster.admin()) {
      admin
          .alterConsumerGroupOffsets(
              group,
              Map.of(
                  new TopicPartition(topic, 0), new OffsetAndMetadata(first, metadata),
                  new TopicPartition(topic, 1), new OffsetAndMetadata(second, metadata)))
          .all()
          .get();
    }
  }

  private String readTo(long watermark) {
    return new CommittedTimes(watermark, watermark).encode();
  }

  private int prune(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "prune",
                "--topics",
                "--topic=" + topic,
                "--bootstrapServers=" + Servers.kafka().kafkaBootstrap()));
    arguments.addAll(List.of(more));
    out = new StringWriter();
    err = new StringWriter();
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments.toArray(String[]::new));
  }

  private List<Long> starts() throws Exception {
    TopicPartition first = new TopicPartition(topic, 0);
    TopicPartition second = new TopicPartition(topic, 1);
    try (Admin admin = cluster.admin()) {
      var starts =
          admin
              .listOffsets(Map.of(first, OffsetSpec.earliest(), second, OffsetSpec.earliest()))
              .all()
              .get();
      return List.of(starts.get(first).offset(), starts.get(second).offset());
    }
  }

  @Test
  void deletesWhatIsOldAndReadByAll_andShowsItByPartition() throws Exception {
    commits(reader, 15, 12, readTo(now));
    commits(topic + "-dashboard", 15, 4, "");
    commits(
        topic + "-sink", 1, 1, CommitMarker.none(new TopicIdentity(new Uuid(1, 2), 2)).encode());
    assertThat(prune("--keep=7d", "--dryRun", "--readers=" + reader)).isZero();
    assertThat(out.toString())
        .contains("14 records would be deleted; nothing was (--dryRun)")
        .contains("no Pinot was queried");
    assertThat(starts()).containsExactly(0L, 0L);

    assertThat(prune("--keep=7d", "--readers=" + reader)).isZero();
    assertThat(out.toString().lines())
        .anyMatch(line -> line.matches(topic + "-0 +0 +10 +15 +younger than --keep"))
        .anyMatch(
            line ->
                line.matches(
                    topic + "-1 +0 +4 +15 +not read by consumer group " + topic + "-dashboard"))
        .contains("14 records deleted");
    assertThat(starts()).containsExactly(10L, 4L);

    assertThat(prune("--keep=7d", "--readers=" + reader)).isZero();
    assertThat(out.toString()).contains("\n0 records deleted");
  }

  @Test
  void deletesNothing_untilAJobOfTallyHasReadIt() throws Exception {
    commits(topic + "-dashboard", 15, 15, "");
    assertThat(prune("--keep=7d")).isZero();
    assertThat(out.toString()).contains("not read by any Tally job");
    commits(reader, 15, 15, readTo(now));
    assertThat(prune("--keep=7d", "--readers=" + reader + "," + reader + "-eu")).isZero();
    assertThat(out.toString()).contains("not read by consumer group " + reader + "-eu");
    assertThat(starts()).containsExactly(0L, 0L);
  }

  @Test
  void measuresAgeAgainstTheWatermark_ofAReplayOrAJobThatIsStopped() throws Exception {
    commits(reader, 15, 15, readTo(now - Duration.ofDays(20).toMillis()));
    assertThat(prune("--keep=7d", "--readers=" + reader)).isZero();
    assertThat(starts()).containsExactly(0L, 0L);
  }

  @Test
  void refusesACompactedTopic() throws Exception {
    try (Admin admin = cluster.admin()) {
      admin.deleteTopics(Set.of(topic)).all().get();
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(
            () -> {
              create("compact,delete");
              return true;
            });
    assertThat(prune("--keep=7d")).isEqualTo(2);
    assertThat(err.toString())
        .contains("Topic " + topic + " has cleanup.policy=compact,delete", "Omit the topic");
  }

  @Test
  void aJobCommitsToAGroupOfItsOwn_inTheKafkaOfAnotherRegion() {
    KafkaCluster us = cluster.named("us");
    KafkaCluster eu = cluster.withBootstrapServers("127.0.0.1:1").named("eu");
    Pipeline pipeline = Pipeline.create();
    pipeline.apply(
        "Read",
        new ReadRegions(
            List.of(new Region(us, true), new Region(eu, false)),
            topic,
            WatermarkPolicy.heartbeats(),
            "tally-union"));
    assertThat(KafkaReads.find(pipeline.getOptions(), "us", topic).monitoringGroup())
        .isEqualTo("tally-union");
    assertThat(KafkaReads.find(pipeline.getOptions(), "eu", topic).monitoringGroup())
        .isEqualTo("tally-union-us");
  }
}
