package dev.tally.io.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tally.it.BrokerProcess;
import dev.tally.it.Servers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The coordinator has lost the transactional ids of the sink while transactions were open, as a
 * broker does that becomes leader twice in a short time. The test deletes them from the
 * coordinator's log and restarts the broker.
 */
@Tag("integration")
@Timeout(300)
class HangingTransactionsTest {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  @TempDir private static Path dir;
  private static BrokerProcess broker;
  private static KafkaCluster cluster;
  private static Admin admin;

  private final String topic = "hanging-" + UUID.randomUUID();
  private final String sinkGroup = topic + "-sink";
  private final TopicPartition partition = new TopicPartition(topic, 0);

  @BeforeAll
  static void startsABroker() throws Exception {
    broker = BrokerProcess.start(dir, Servers.freePort(), Map.of());
    cluster = KafkaCluster.at(broker.bootstrap());
    admin = cluster.admin();
  }

  @AfterAll
  static void stopsIt() {
    admin.close();
    broker.close();
  }

  @BeforeEach
  void createsTheTopic() throws Exception {
    admin.createTopics(Set.of(new NewTopic(topic, Optional.of(1), Optional.empty()))).all().get();
  }

  private TwoPhaseShard restore(TwoPhaseState state) {
    TwoPhaseSettings settings =
        new TwoPhaseSettings(
            TopicIO.write(cluster, topic, Delivery.TWO_PHASE, sinkGroup), 1, 1 << 20);
    return new TwoPhaseShard(
        topic,
        new KafkaTwoPhaseLog(settings, admin, 0, identity()),
        OnOlderSavepoint.REFUSE,
        state,
        nothing(),
        () -> false);
  }

  private TopicIdentity identity() {
    try (TopicLookup lookup = new TopicLookup(cluster, topic)) {
      return new TopicIdentity(lookup.id(), 1);
    }
  }

  private ShardWriter acquire() {
    TopicIO.Write write = TopicIO.write(cluster, topic, Delivery.EXACTLY_ONCE, sinkGroup);
    return new ShardWriter(
        topic,
        KafkaShardLog.acquire(write, 0, 1 << 20, identity()),
        OnOlderSavepoint.REFUSE,
        1 << 20);
  }

  /**
   * Deletes transactional ids from the coordinator's log, and restarts the broker.
   *
   * @param ids without the sink group
   */
  private void loseTransactionalIds(String... ids) throws Exception {
    Map<String, Object> config = new HashMap<>(cluster.producerConfig());
    config.put(ProducerConfig.CLIENT_ID_CONFIG, "__admin_client"); // May write internal topics.
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (String id : ids) {
        byte[] text = (sinkGroup + id).getBytes(UTF_8);
        byte[] key =
            ByteBuffer.allocate(2 * Short.BYTES + text.length)
                .putShort((short) 0)
                .putShort((short) text.length)
                .put(text)
                .array();
        producer.send(new ProducerRecord<>("__transaction_state", 0, key, null)).get();
      }
    }
    broker.restart();
  }

  private static RecordBatch batch(String text) {
    RecordBatch.Packer packer = new RecordBatch.Packer();
    packer.add(new ProducerRecord<>("t", 0, null, text.getBytes(UTF_8), text.getBytes(UTF_8)));
    return packer.pack();
  }

  private long end(IsolationLevel level) throws Exception {
    return admin
        .listOffsets(Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(level))
        .partitionResult(partition)
        .get()
        .offset();
  }

  /** Reads up to the last stable offset, above which a reader sees nothing. */
  private List<String> readable() throws Exception {
    List<String> found = new ArrayList<>();
    new PartitionRead(cluster, sinkGroup, partition)
        .forEach(
            PartitionRead.Records.COMMITTED,
            0,
            end(IsolationLevel.READ_COMMITTED),
            record -> found.add(new String(record.value(), UTF_8)));
    return found;
  }

  /** Waits, because the coordinator ends a transaction in its partitions after it has responded. */
  private void awaitReadable(String... texts) {
    await().atMost(DEADLINE).untilAsserted(() -> assertThat(readable()).containsExactly(texts));
    await()
        .atMost(DEADLINE)
        .until(() -> end(IsolationLevel.READ_COMMITTED) == end(IsolationLevel.READ_UNCOMMITTED));
  }

  @Test
  void aWriterInTwoPhases_endsLostTransactions_andWritesPreparedOnesAgain() throws Exception {
    TwoPhaseShard first = restore(TwoPhaseState.START);
    first.write(batch("a"));
    first.prepare(1, 0);
    first.confirmed(1);
    first.write(batch("b"));
    TwoPhaseState state = first.prepare(2, 0);
    first.write(batch("open"));
    first.close(Duration.ZERO);
    loseTransactionalIds("-0", "-0.0", "-0.1");
    assertThat(readable()).containsExactly("a");

    TwoPhaseShard second = restore(state);
    second.write(batch("c"));
    second.prepare(3, 0);
    second.confirmed(3);
    second.close(Duration.ofSeconds(30));
    awaitReadable("a", "b", "c");
  }

  @Test
  void aWriterWhoseLockWasLost_isReplacedAllTheSame() throws Exception {
    TwoPhaseShard first = restore(TwoPhaseState.START);
    loseTransactionalIds("-0", "-0.0", "-0.1");
    TwoPhaseShard second = restore(TwoPhaseState.START);
    assertThatThrownBy(() -> first.write(batch("late")))
        .isInstanceOf(KafkaException.class)
        .hasMessageContaining("Another writer has acquired");
    first.close(Duration.ZERO);
    second.close(Duration.ZERO);
  }

  private static ReconcileState nothing() {
    return new ReconcileState(ReconcileState.Store.in(new HashMap<>()), null, 0);
  }

  /** Commits "a", and leaves the transaction of "b" open. */
  private ShardState commitFirstAndDieInSecond() {
    try (ShardWriter writer = acquire()) {
      writer.begin(ShardState.START, nothing());
      ShardState state = writer.add(batch("a"), nothing());
      writer.commit();
      prepare(sinkGroup + "-0", "b");
      return state;
    }
  }

  @Test
  void aWriterAfterTheCheckpoint_endsLostTransactions() throws Exception {
    ShardState state = commitFirstAndDieInSecond();
    loseTransactionalIds("-0");
    assertThat(readable()).containsExactly("a");

    try (ShardWriter second = acquire()) {
      second.begin(state, nothing());
      second.add(batch("b"), nothing());
      second.commit();
    }
    awaitReadable("a", "b");
  }

  /** Writes a transaction as a producer of the sink that dies before it commits. */
  private void prepare(String transactionalId, String text) {
    Map<String, Object> config = new HashMap<>(cluster.producerConfig());
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    producer.initTransactions();
    producer.beginTransaction();
    byte[] bytes = text.getBytes(UTF_8);
    producer.send(new ProducerRecord<>(topic, 0, null, bytes, bytes));
    producer.flush();
    producer.sendOffsetsToTransaction(
        Map.of(partition, new OffsetAndMetadata(2, CommitMarker.none(identity()).encode())),
        new ConsumerGroupMetadata(sinkGroup));
    producer.close(Duration.ZERO);
  }

  @Test
  void aTransactionOfWhichOnlyTheMarkerWasCommitted_isReported_andStaysAsItIs() throws Exception {
    TwoPhaseShard first = restore(TwoPhaseState.START);
    first.write(batch("a"));
    first.prepare(1, 0);
    first.confirmed(1);
    first.write(batch("b"));
    TwoPhaseState state = first.prepare(2, 0);
    first.close(Duration.ZERO);
    loseTransactionalIds("-0", "-0.0", "-0.1");
    commitMarkerOnly(state);
    assertThatThrownBy(() -> restore(state))
        .isInstanceOf(KafkaException.class)
        .hasMessageContaining("but its records are not")
        .hasMessageContaining("--start-offset 2");
    assertThat(readable()).containsExactly("a");
  }

  private void commitMarkerOnly(TwoPhaseState state) throws Exception {
    CommitMarker marker =
        new SinkGroupMarkers(admin, sinkGroup)
            .of(partition, identity())
            .plus(new CommitMarker.End(state.shard().position(), state.shard().offset()));
    commit(marker);
  }

  private void commit(CommitMarker marker) throws Exception {
    admin
        .alterConsumerGroupOffsets(
            sinkGroup,
            Map.of(partition, new OffsetAndMetadata(marker.tip().count(), marker.encode())))
        .all()
        .get();
  }

  @Test
  void aTransactionThatHasEndedInTheTopicOnly_isReported() throws Exception {
    commitFirstAndDieInSecond();
    end(partition);
    loseTransactionalIds("-0");
    assertThatThrownBy(this::acquire)
        .isInstanceOf(KafkaException.class)
        .hasMessageContaining("it has ended in the topic, but its marker is pending")
        .hasMessageContaining("--topic __consumer_offsets --partition 0");
  }

  /** Ends the open transaction in one partition only. */
  private void end(TopicPartition where) throws Exception {
    for (ProducerState producer :
        admin.describeProducers(List.of(where)).partitionResult(where).get().activeProducers()) {
      if (producer.currentTransactionStartOffset().isPresent()) {
        admin
            .abortTransaction(
                new AbortTransactionSpec(
                    where,
                    producer.producerId(),
                    (short) producer.producerEpoch(),
                    producer.coordinatorEpoch().orElse(0)))
            .all()
            .get();
      }
    }
  }

  @Test
  void aPartOfABatch_ofWhichOnlyTheMarkerWasCommitted_isReported() throws Exception {
    ShardState state = commitFirstAndDieInSecond();
    end(new TopicPartition("__consumer_offsets", 0));
    loseTransactionalIds("-0");
    CommitMarker marker = new SinkGroupMarkers(admin, sinkGroup).of(partition, identity());
    commit(marker.upTo(state.position().plus(batch("b"))));
    assertThatThrownBy(this::acquire)
        .isInstanceOf(KafkaException.class)
        .hasMessageContaining("but its records are not");
  }

  @Test
  void theMarkerOfAFencedPartition_isReadWhenItsLastTransactionHasTakenEffect() throws Exception {
    SinkGroupMarkers markers = new SinkGroupMarkers(admin, sinkGroup);
    prepare(sinkGroup + "-0", "a");
    assertThat(markers.of(partition, identity()).isNone()).isTrue();
    CompletableFuture<CommitMarker> read =
        CompletableFuture.supplyAsync(() -> markers.ofFenced(partition, identity()));
    assertThatThrownBy(() -> read.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
    admin.fenceProducers(List.of(sinkGroup + "-0")).all().get();
    assertThat(read.get(DEADLINE.toSeconds(), TimeUnit.SECONDS).isNone()).isTrue();
  }

  @Test
  void aWriterThatWasReplaced_abortsNothing() throws Exception {
    ShardFence replaced = new ShardFence(admin, sinkGroup, 0);
    replaced.acquire();
    TwoPhaseShard writer = restore(TwoPhaseState.START);
    writer.write(batch("a"));
    writer.prepare(1, 0);
    assertThatThrownBy(
            () ->
                new HangingTransactions(admin, sinkGroup, partition, replaced)
                    .abort(replaced.producerIds(), 0, () -> CommitMarker.none(identity())))
        .isInstanceOf(KafkaException.class)
        .hasMessageContaining("Another writer has acquired");
    writer.confirmed(1);
    writer.close(Duration.ZERO);
    awaitReadable("a");
  }
}
