package dev.tally.io.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.it.BrokerProcess;
import dev.tally.it.Servers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A request that ends a transaction is delayed: {@code END_TXN} from the producer to the
 * coordinator, or {@code WRITE_TXN_MARKERS} from the coordinator to the leader of the partition.
 * The connection is lost, a retry succeeds, the next transaction begins, and then the delayed
 * request reaches the broker.
 */
@Tag("integration")
class LateRequestTest {
  @TempDir private static Path dir;
  private static DelayingProxy proxy;
  private static BrokerProcess broker;

  @BeforeAll
  static void startsABrokerWhoseConnectionsAllPassThroughTheProxy() throws Exception {
    int port = Servers.freePort();
    proxy = new DelayingProxy(Servers.freePort(), port);
    broker =
        BrokerProcess.start(
            dir, port, Map.of("advertised.listeners", "PLAINTEXT://" + proxy.address()));
  }

  @AfterAll
  static void stopsThem() throws Exception {
    broker.close();
    proxy.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"END_TXN", "WRITE_TXN_MARKERS"})
  void commitsTheNextTransactionOfAProducerThatKeepsItsEpoch(ApiKeys delayed) throws Exception {
    assertThat(LateRequest.visibleAfter(proxy, delayed, LateRequest.UNTIL_VISIBLE))
        .containsExactly("first", "second");
  }

  @ParameterizedTest
  @EnumSource(names = {"END_TXN", "WRITE_TXN_MARKERS"})
  void commitsNothingOfTheSink_soAReplayDuplicatesNothing(ApiKeys delayed) throws Exception {
    TopicPartition partition = new TopicPartition("sink-" + delayed, 0);
    KafkaCluster cluster = KafkaCluster.at(proxy.address());
    TopicIdentity topic = create(cluster, partition.topic());
    TopicIO.Write write =
        TopicIO.write(cluster, partition.topic(), Delivery.EXACTLY_ONCE, partition.topic());
    ShardState state;
    KafkaShardLog log = KafkaShardLog.acquire(write, 0, 1 << 20, topic);
    try (ShardWriter fails = writer(log, partition)) {
      DelayingProxy.Hold hold = proxy.holdNext(delayed, partition.topic());
      state = add(fails, ShardState.START, "first");
      fails.commit();
      hold.awaitHeld();
      add(fails, state, "second");
      log.flush();
      hold.deliver();
    }
    try (ShardWriter replays = writer(KafkaShardLog.acquire(write, 0, 1 << 20, topic), partition)) {
      add(replays, state, "second");
      assertThat(replays.commit()).isTrue();
    }
    assertThat(committed(cluster, partition)).containsExactly("first", "second");
  }

  @Test
  void isNotConfusedWithAnotherWriter_whichKeepsThePartition() throws Exception {
    TopicPartition partition = new TopicPartition("taken-over", 0);
    KafkaCluster cluster = KafkaCluster.at(proxy.address());
    TopicIdentity topic = create(cluster, partition.topic());
    TopicIO.Write write =
        TopicIO.write(cluster, partition.topic(), Delivery.EXACTLY_ONCE, partition.topic());
    try (ShardWriter first = writer(KafkaShardLog.acquire(write, 0, 1 << 20, topic), partition)) {
      ShardState state = add(first, ShardState.START, "first");
      first.commit();
      try (ShardWriter second =
          writer(KafkaShardLog.acquire(write, 0, 1 << 20, topic), partition)) {
        assertThatThrownBy(() -> add(first, state, "second"))
            .isInstanceOf(ProducerFencedException.class);
        add(second, state, "second");
        assertThat(second.commit()).isTrue();
      }
    }
    assertThat(committed(cluster, partition)).containsExactly("first", "second");
  }

  private static TopicIdentity create(KafkaCluster cluster, String topic) throws Exception {
    try (Admin admin = cluster.admin()) {
      NewTopic created = new NewTopic(topic, Optional.of(1), Optional.empty());
      return new TopicIdentity(admin.createTopics(Set.of(created)).topicId(topic).get(), 1);
    }
  }

  private static ShardWriter writer(KafkaShardLog log, TopicPartition partition) {
    return new ShardWriter(partition.topic(), log, OnOlderSavepoint.REFUSE, 1 << 20);
  }

  private static ShardState add(ShardWriter writer, ShardState state, String text) {
    RecordBatch.Packer packer = new RecordBatch.Packer();
    packer.add(new ProducerRecord<>("t", 0, null, text.getBytes(UTF_8), text.getBytes(UTF_8)));
    ReconcileState reconcile =
        new ReconcileState(
            ReconcileState.Store.in(new HashMap<>()),
            (key, value) -> new RevisionFn.FactRevision(new String(key, UTF_8), 0),
            0);
    writer.begin(state, reconcile);
    return writer.add(packer.pack(), reconcile);
  }

  /** Returns all committed records; no transaction is open, but its end may still be written. */
  private static List<String> committed(KafkaCluster cluster, TopicPartition partition)
      throws Exception {
    List<String> found = new ArrayList<>();
    Map<String, Object> config = new HashMap<>(cluster.consumerConfig());
    config.put("group.id", UUID.randomUUID().toString());
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(Set.of(partition));
      consumer.seekToBeginning(Set.of(partition));
      long end = end(cluster, partition);
      while (consumer.position(partition) < end) {
        consumer
            .poll(Duration.ofMillis(100))
            .forEach(record -> found.add(new String(record.value(), UTF_8)));
      }
    }
    return found;
  }

  private static long end(KafkaCluster cluster, TopicPartition partition) throws Exception {
    try (Admin admin = cluster.admin()) {
      return admin
          .listOffsets(Map.of(partition, OffsetSpec.latest()))
          .partitionResult(partition)
          .get()
          .offset();
    }
  }
}
