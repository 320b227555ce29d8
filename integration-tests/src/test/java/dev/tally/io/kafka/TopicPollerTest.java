package dev.tally.io.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tally.it.Servers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a reader does with a cluster that could not be asked when its job was built. */
@Tag("integration")
class TopicPollerTest {
  private static final KafkaCluster NOWHERE = KafkaCluster.at("kafka.invalid:9092");
  private static final WatermarkPolicy LIVE =
      WatermarkPolicy.live(org.joda.time.Duration.standardSeconds(1));

  private final String topic = "unseen-" + UUID.randomUUID();
  private KafkaCluster cluster;

  @BeforeEach
  void startsKafka() {
    cluster = KafkaCluster.at(Servers.kafka().kafkaBootstrap());
  }

  @Test
  void aNameWithoutAnAddress_isAskedForAgain() throws Exception {
    create(Map.of("message.timestamp.type", "LogAppendTime"));
    send();
    AtomicInteger asked = new AtomicInteger();
    TopicCheck check = new TopicCheck(cluster, topic, 1, LIVE);
    TopicPoller poller =
        new TopicPoller(
            check,
            () -> clients(asked.getAndIncrement() == 0 ? NOWHERE : cluster),
            Clock.systemUTC());
    poller.start();
    try {
      await().atMost(Duration.ofMinutes(1)).until(() -> hasRecords(poller.next()));
    } finally {
      poller.close();
    }
    assertThat(asked).hasValue(2);
  }

  @Test
  void aReaderThatIsClosedWhileItWaits_ends() throws Exception {
    TopicCheck check = new TopicCheck(NOWHERE, topic, 1, LIVE);
    TopicPoller poller = new TopicPoller(check, () -> clients(NOWHERE), Clock.systemUTC());
    poller.start();
    assertThat(poller.next()).isNull();
    poller.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("tally-poll-" + topic);
  }

  @Test
  void aTopicThatIsMissing_isWaitedFor_andNotMade() throws Exception {
    TopicCheck check = new TopicCheck(cluster, topic, 2, null);
    try (Consumer<byte[], byte[]> consumer = consumer(cluster)) {
      assertThat(check.obstacle(consumer).orElseThrow())
          .contains("no such topic")
          .contains("./tally topics");
      assertThat(check.obstacle(consumer)).isPresent();
      create(Map.of());
      assertThatThrownBy(() -> check.obstacle(consumer))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("had 2 partitions when the job was started, and has 1 now");
    }
  }

  @Test
  void settingsThatNobodyHasSeen_areLookedAt() throws Exception {
    create(Map.of("message.timestamp.type", "CreateTime", "retention.ms", "1000000"));
    try (Consumer<byte[], byte[]> consumer = consumer(cluster)) {
      assertThat(new TopicCheck(cluster, topic, 1, null).obstacle(consumer)).isEmpty();
      assertThatThrownBy(() -> new TopicCheck(cluster, topic, 1, LIVE).obstacle(consumer))
          .hasMessageContaining("is CreateTime")
          .hasMessageContaining("LogAppendTime");
      TopicCheck ours = new TopicCheck(cluster, topic, 1, WatermarkPolicy.heartbeats());
      assertThatThrownBy(() -> ours.obstacle(consumer))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("retention.ms=1000000");
    }
  }

  private static boolean hasRecords(TopicPoller.Batch batch) {
    return batch != null && !batch.records().isEmpty();
  }

  private TopicClients clients(KafkaCluster at) {
    Consumer<byte[], byte[]> consumer = consumer(at);
    TopicPartition partition = new TopicPartition(topic, 0);
    consumer.assign(Set.of(partition));
    consumer.seekToBeginning(Set.of(partition));
    return new TopicClients(consumer, null);
  }

  private static Consumer<byte[], byte[]> consumer(KafkaCluster at) {
    return new KafkaConsumer<>(
        at.consumerConfig(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private void create(Map<String, String> settings) throws Exception {
    try (Admin admin = cluster.admin()) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1).configs(settings))).all().get();
    }
  }

  private void send() throws Exception {
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            cluster.producerConfig(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, "x".getBytes(StandardCharsets.UTF_8))).get();
    }
  }
}
