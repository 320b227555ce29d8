package dev.tally.io.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tally.it.Servers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Prepared transactions of one partition on a real broker. */
@Tag("integration")
class TwoPhaseTransactionsTest {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private final String topic = "two-phase-" + UUID.randomUUID();
  private KafkaCluster cluster;
  private Admin admin;

  @BeforeEach
  void createsTheTopic() throws Exception {
    cluster = KafkaCluster.at(Servers.kafka().kafkaBootstrap());
    admin = cluster.admin();
    admin.createTopics(Set.of(new NewTopic(topic, Optional.of(1), Optional.empty()))).all().get();
  }

  @AfterEach
  void closes() {
    admin.close();
  }

  private TwoPhaseShard restore(TwoPhaseState state) {
    return restore(state, OnOlderSavepoint.REFUSE);
  }

  private TwoPhaseShard restore(TwoPhaseState state, OnOlderSavepoint onOlderSavepoint) {
    TopicIO.Write write = TopicIO.write(cluster, topic, Delivery.TWO_PHASE, topic);
    TopicIdentity identity;
    try (TopicLookup lookup = new TopicLookup(cluster, topic)) {
      identity = new TopicIdentity(lookup.id(), 1);
    }
    return new TwoPhaseShard(
        topic,
        new KafkaTwoPhaseLog(new TwoPhaseSettings(write, 1, 1 << 20), admin, 0, identity),
        onOlderSavepoint,
        state,
        new ReconcileState(
            ReconcileState.Store.in(new HashMap<>()),
            (key, value) -> new RevisionFn.FactRevision(new String(key, UTF_8), 0),
            state.shard().factsLeft()),
        () -> false);
  }

  private static void close(TwoPhaseShard shard) {
    shard.close(Duration.ofSeconds(30));
  }

  /** The record has no old timestamp, because the broker could delete it at any moment. */
  private static void write(TwoPhaseShard shard, String text) {
    RecordBatch.Packer packer = new RecordBatch.Packer();
    packer.add(new ProducerRecord<>("t", 0, null, text.getBytes(UTF_8), text.getBytes(UTF_8)));
    shard.write(packer.pack());
  }

  private List<String> committed() throws Exception {
    List<String> found = new ArrayList<>();
    new PartitionRead(cluster, topic, partition())
        .forEach(
            PartitionRead.Records.COMMITTED,
            0,
            end(IsolationLevel.READ_COMMITTED),
            record -> found.add(new String(record.value(), UTF_8)));
    return found;
  }

  /** Waits, because the coordinator ends a transaction in its partitions after it has responded. */
  private void awaitCommitted(String... texts) {
    await().atMost(DEADLINE).untilAsserted(() -> assertThat(committed()).containsExactly(texts));
  }

  private TopicPartition partition() {
    return new TopicPartition(topic, 0);
  }

  private long end(IsolationLevel level) throws Exception {
    return admin
        .listOffsets(Map.of(partition(), OffsetSpec.latest()), new ListOffsetsOptions(level))
        .partitionResult(partition())
        .get()
        .offset();
  }

  @Test
  void aRestoreCommitsWhatTheCheckpointHasPrepared_inOrder() throws Exception {
    TwoPhaseShard first = restore(TwoPhaseState.START);
    write(first, "a");
    first.prepare(1, 0);
    first.confirmed(1);
    write(first, "b");
    first.prepare(2, 0);
    write(first, "c");
    TwoPhaseState state = first.prepare(3, 0);
    write(first, "open");
    assertThat(state.prepared()).hasSize(2);
    awaitCommitted("a");

    TwoPhaseShard second = restore(state);
    awaitCommitted("a", "b", "c");
    write(second, "d");
    second.prepare(4, 0);
    assertThat(second.confirmed(4)).isEqualTo(1);
    awaitCommitted("a", "b", "c", "d");
    close(second);
    assertThatThrownBy(() -> first.confirmed(3)).isInstanceOf(KafkaException.class);
    close(first);
    assertThatThrownBy(() -> restore(state)).isInstanceOf(OlderSavepointException.class);
  }

  @Test
  void aClosedWriterLeavesNoOpenTransaction() throws Exception {
    TwoPhaseShard first = restore(TwoPhaseState.START);
    write(first, "a");
    first.prepare(1, 0);
    first.confirmed(1);
    write(first, "open");
    close(first);
    await()
        .atMost(DEADLINE)
        .until(() -> end(IsolationLevel.READ_COMMITTED) == end(IsolationLevel.READ_UNCOMMITTED));
    awaitCommitted("a");
  }

  @Test
  void aClosedWriterKeepsPreparedTransactions() throws Exception {
    TwoPhaseShard first = restore(TwoPhaseState.START);
    write(first, "a");
    first.prepare(1, 0);
    first.confirmed(1);
    write(first, "b");
    TwoPhaseState state = first.prepare(2, 0);
    write(first, "open");
    close(first);
    awaitCommitted("a");
    close(restore(state));
    awaitCommitted("a", "b");
  }

  @Test
  void aTransactionThatTheBrokersAborted_isWrittenAgain() throws Exception {
    TwoPhaseShard first = restore(TwoPhaseState.START);
    write(first, "a");
    first.prepare(1, 0);
    first.confirmed(1);
    write(first, "b");
    TwoPhaseState state = first.prepare(2, 0);
    close(first);
    admin.fenceProducers(List.of(topic + "-0.0", topic + "-0.1")).all().get();

    TwoPhaseShard second = restore(state);
    write(second, "c");
    second.prepare(3, 0);
    second.confirmed(3);
    close(second);
    awaitCommitted("a", "b", "c");
  }

  @Test
  void aForeignRecordInsideAnAbortedTransaction_isNeitherCountedNorCopied() throws Exception {
    TwoPhaseShard first = restore(TwoPhaseState.START);
    write(first, "a");
    first.prepare(1, 0);
    first.confirmed(1);
    write(first, "b");
    try (Producer<byte[], byte[]> other =
        new KafkaProducer<>(
            cluster.producerConfig(), new ByteArraySerializer(), new ByteArraySerializer())) {
      byte[] text = "foreign".getBytes(UTF_8);
      other.send(ForeignRecord.mark(new ProducerRecord<>(topic, 0, null, text, text))).get();
    }
    write(first, "c");
    TwoPhaseState state = first.prepare(2, 0);
    close(first);
    admin.fenceProducers(List.of(topic + "-0.0", topic + "-0.1")).all().get();

    TwoPhaseShard second = restore(state);
    second.prepare(3, 0);
    second.confirmed(3);
    close(second);
    awaitCommitted("a", "b", "c");
  }

  @Test
  void aWriterThatWasReplaced_cannotOpenAnotherSlot() throws Exception {
    TwoPhaseShard first = restore(TwoPhaseState.START);
    TwoPhaseShard second = restore(TwoPhaseState.START);
    assertThatThrownBy(() -> write(first, "late"))
        .isInstanceOf(KafkaException.class)
        .hasMessageContaining("Another writer has acquired");
    close(first);
    close(second);
  }

  @Test
  void theOtherMode_isRefusedOnceThisModeHasWritten() throws Exception {
    TwoPhaseShard shard = restore(TwoPhaseState.START);
    write(shard, "a");
    TwoPhaseState state = shard.prepare(1, 0);
    shard.confirmed(1);
    close(shard);
    TopicIO.Write write = TopicIO.write(cluster, topic, Delivery.EXACTLY_ONCE, topic);
    try (ShardWriter other =
        new ShardWriter(
            topic,
            KafkaShardLog.acquire(write, 0, 1 << 20, new TopicIdentity(state.shard().topicId(), 1)),
            OnOlderSavepoint.REFUSE,
            1 << 20)) {
      ReconcileState nothing =
          new ReconcileState(ReconcileState.Store.in(new HashMap<>()), null, 0);
      other.begin(ShardState.START, nothing);
      other.add(RecordBatch.ofWatermark(5), nothing);
      assertThatThrownBy(other::commit).isInstanceOf(OlderSavepointException.class);
    }
  }
}
