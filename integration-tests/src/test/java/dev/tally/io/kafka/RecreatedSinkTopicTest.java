package dev.tally.io.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tally.io.kafka.WriteChecks.Restored;
import dev.tally.it.Servers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A topic to which a job has written is changed before the job resumes. */
@Tag("integration")
class RecreatedSinkTopicTest {
  private static final int PARTITIONS = 2;

  private final String topic = "recreated-" + UUID.randomUUID();
  private KafkaCluster cluster;
  private Uuid id;

  @BeforeEach
  void createsTheTopic() throws Exception {
    cluster = KafkaCluster.at(Servers.kafka().kafkaBootstrap());
    create();
    try (TopicLookup lookup = new TopicLookup(cluster, topic)) {
      id = lookup.id();
    }
  }

  private void create() throws Exception {
    try (Admin admin = cluster.admin()) {
      admin
          .createTopics(Set.of(new NewTopic(topic, Optional.of(PARTITIONS), Optional.empty())))
          .all()
          .get();
    }
  }

  private Uuid recreate() throws Exception {
    try (Admin admin = cluster.admin()) {
      admin.deleteTopics(Set.of(topic)).all().get();
    }
    await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(this::created);
    try (TopicLookup lookup = new TopicLookup(cluster, topic)) {
      await().atMost(Duration.ofSeconds(30)).until(() -> !lookup.id().equals(id));
      return lookup.id();
    }
  }

  private boolean created() throws Exception {
    create();
    return true;
  }

  private ShardWriter writer(Uuid topicId, OnOlderSavepoint onOlderSavepoint) {
    TopicIO.Write write = TopicIO.write(cluster, topic, Delivery.EXACTLY_ONCE, topic);
    return new ShardWriter(
        topic,
        KafkaShardLog.acquire(write, 0, 1 << 20, new TopicIdentity(topicId, PARTITIONS)),
        onOlderSavepoint,
        1 << 20);
  }

  private static ShardState write(ShardWriter writer, ShardState state, String text) {
    RecordBatch.Packer packer = new RecordBatch.Packer();
    packer.add(new ProducerRecord<>("t", 0, null, text.getBytes(UTF_8), text.getBytes(UTF_8)));
    writer.begin(state, reconcile());
    ShardState next = writer.add(packer.pack(), reconcile());
    writer.commit();
    return next;
  }

  private static ReconcileState reconcile() {
    return new ReconcileState(
        ReconcileState.Store.in(new HashMap<>()),
        (key, value) -> new RevisionFn.FactRevision(new String(key, UTF_8), 0),
        0);
  }

  @Test
  void isRefusedWithBothIds_unlessTheOptionIsRewrite() throws Exception {
    ShardState state;
    try (ShardWriter writer = writer(id, OnOlderSavepoint.REFUSE)) {
      state = write(writer, ShardState.START, "a");
    }
    assertThat(state.topicId()).isEqualTo(id);
    Uuid now = recreate();
    for (OnOlderSavepoint mode : List.of(OnOlderSavepoint.REFUSE, OnOlderSavepoint.RECONCILE)) {
      try (ShardWriter writer = writer(now, mode)) {
        assertThatThrownBy(() -> write(writer, state, "b"))
            .isInstanceOf(RecreatedTopicException.class)
            .hasMessageContaining("id " + id)
            .hasMessageContaining("id " + now)
            .hasMessageContaining("start without a savepoint")
            .hasMessageContaining("--onOlderSavepoint=REWRITE");
      }
    }
    try (ShardWriter writer = writer(now, OnOlderSavepoint.REWRITE)) {
      assertThat(write(writer, state, "b").topicId()).isEqualTo(now);
    }
    try (ShardWriter writer = writer(now, OnOlderSavepoint.REFUSE)) {
      assertThatThrownBy(() -> write(writer, ShardState.START, "c"))
          .isInstanceOf(OlderSavepointException.class);
    }
  }

  @Test
  void isDetectedAtTheLaunch_byTheMarkersOfTheSinkGroup() throws Exception {
    WriteChecks checks = TopicInspector.of(cluster).writes();
    try (ShardWriter writer = writer(id, OnOlderSavepoint.REFUSE)) {
      write(writer, ShardState.START, "a");
    }
    assertThat(problems(checks, Restored.FROM_SAVEPOINT)).isEmpty();
    try (Admin admin = cluster.admin()) {
      admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(3))).all().get();
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(problems(checks, Restored.FROM_SAVEPOINT))
                      .singleElement()
                      .asString()
                      .contains("had 2 partitions", "has 3 now", "Create a new topic"));
      CommitMarker other = CommitMarker.none(new TopicIdentity(new Uuid(1, 2), 3));
      admin
          .alterConsumerGroupOffsets(
              topic, Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(1, other.encode())))
          .all()
          .get();
    }
    assertThat(problems(checks, Restored.FROM_SAVEPOINT))
        .singleElement()
        .asString()
        .contains("was deleted and created again", id.toString(), new Uuid(1, 2).toString());
    assertThat(problems(checks, Restored.FROM_NOTHING)).isEmpty();
  }

  private List<String> problems(WriteChecks checks, Restored restored) {
    return checks.problemsOfSinkGroup(topic, topic, OnOlderSavepoint.REFUSE, restored);
  }

  @Test
  void aBrokerLimitThatIsTooLowForAMarkerOrARequest_isReportedWithItsSetting() {
    WriteChecks checks = TopicInspector.of(cluster).writes();
    assertThat(checks.brokerProblems(1 << 20)).isEmpty();
    assertThat(checks.brokerProblems(200 << 20))
        .singleElement()
        .asString()
        .contains("socket.request.max.bytes=104857600", String.valueOf((200 << 20) + (64 << 10)));
  }
}
