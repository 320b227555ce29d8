package dev.tally.io.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tally.it.Servers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests how a reader handles a cluster that could not be reached when its job was built. */
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

  private ReadPlan plan(KafkaCluster at, WatermarkPolicy watermarks, TopicMark from) {
    ReadSettings<String> read =
        new ReadSettings<>(
            at, topic, watermarks, (record, time) -> "", null, ReadSettings.Checked.BY_THE_READER);
    return new ReadPlan(read, new PartitionShare(0, 1), from);
  }

  @Test
  void aHostNameThatCannotBeResolved_isRetried() throws Exception {
    create(Map.of("message.timestamp.type", "LogAppendTime"));
    send();
    AtomicInteger asked = new AtomicInteger();
    TopicPoller poller =
        new TopicPoller(
            plan(cluster, LIVE, TopicMark.UNREAD),
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
    TopicPoller poller =
        new TopicPoller(
            plan(NOWHERE, LIVE, TopicMark.UNREAD), () -> clients(NOWHERE), Clock.systemUTC());
    poller.start();
    assertThat(poller.next()).isNull();
    poller.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("tally-poll-" + topic);
  }

  @Test
  void aTopicThatIsMissing_isWaitedFor_andNotCreated() throws Exception {
    TopicStart start = new TopicStart(plan(cluster, LIVE, TopicMark.UNREAD));
    try (Admin admin = cluster.admin()) {
      for (int i = 0; i < 2; i++) {
        assertThat(start.attempt(admin, Clock.systemUTC()))
            .isInstanceOfSatisfying(
                TopicStart.NotYet.class,
                notYet -> assertThat(notYet.why()).contains("no such topic", "./tally topics"));
      }
      create(Map.of("message.timestamp.type", "LogAppendTime"));
      await().until(() -> start.attempt(admin, Clock.systemUTC()) instanceof TopicStart.Ready);
    }
  }

  @Test
  void settingsThatTheLaunchDidNotCheck_areChecked() throws Exception {
    create(Map.of("message.timestamp.type", "CreateTime", "retention.ms", "1000000"));
    try (Admin admin = cluster.admin()) {
      assertThatThrownBy(
              () ->
                  new TopicStart(plan(cluster, LIVE, TopicMark.UNREAD))
                      .attempt(admin, Clock.systemUTC()))
          .hasMessageContaining("is CreateTime")
          .hasMessageContaining("LogAppendTime");
      assertThatThrownBy(
              () ->
                  new TopicStart(plan(cluster, WatermarkPolicy.heartbeats(), TopicMark.UNREAD))
                      .attempt(admin, Clock.systemUTC()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("retention.ms=1000000");
    }
  }

  @Test
  void aTopicCreatedAgainWhileItIsRead_endsTheReader() throws Exception {
    create(Map.of("message.timestamp.type", "LogAppendTime"));
    TopicPoller poller =
        new TopicPoller(
            plan(cluster, LIVE, TopicMark.UNREAD), () -> clients(cluster), Clock.systemUTC());
    poller.start();
    try (Admin admin = cluster.admin()) {
      await().until(() -> poller.next() != null);
      admin.deleteTopics(List.of(topic)).all().get();
      await()
          .ignoreExceptions()
          .until(
              () -> {
                create(Map.of("message.timestamp.type", "LogAppendTime"));
                return true;
              });
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThatThrownBy(poller::next)
                      .isInstanceOf(IOException.class)
                      .hasMessageContaining("deleted and created again"));
    } finally {
      poller.close();
    }
  }

  @Test
  void theReplicationTime_isThatOfTheBrokers() throws Exception {
    try (Admin admin = cluster.admin()) {
      assertThat(ReplicationTime.of(admin)).isZero();
    }
    assertThat(ReplicationTime.of(30_000)).isEqualTo(Duration.ofSeconds(45));
  }

  @Test
  void aReaderWhoseBudgetIsUsedUp_pauses_untilACheckpointIsCompleted() throws Exception {
    create(Map.of("message.timestamp.type", "LogAppendTime"));
    for (int i = 0; i < 3; i++) {
      send();
    }
    ReadPlan plan = plan(cluster, LIVE, TopicMark.UNREAD);
    TopicReader<String> reader =
        new TopicReader<>(
            new TopicSplit<>("", topic, plan.share()),
            plan,
            (record, time) -> "x",
            new TopicPoller(plan, () -> clients(cluster), Clock.systemUTC()),
            ReadBudget.of(2L * ReadBudget.RECORD_OVERHEAD));
    try {
      AtomicInteger read = new AtomicInteger(reader.start() ? reader.getCurrent().size() : 0);
      await().until(() -> read.addAndGet(next(reader)) == 2);
      TopicMark tooEarly = reader.getCheckpointMark();
      await()
          .during(Duration.ofMillis(500))
          .atMost(Duration.ofSeconds(5))
          .until(() -> !reader.advance());
      tooEarly.finalizeCheckpoint();
      assertThat(reader.advance()).isTrue();
      assertThat(reader.getCheckpointMark().partitions().get(0).nextOffset()).isEqualTo(3);
    } finally {
      reader.close();
    }
  }

  /** Returns the number of records of the next block; 0 if there is none now. */
  private static int next(TopicReader<?> reader) throws IOException {
    return reader.advance() ? reader.getCurrent().size() : 0;
  }

  private static boolean hasRecords(PartitionFeed.Batch batch) {
    return batch != null && !batch.records().isEmpty();
  }

  private static TopicClients clients(KafkaCluster at) {
    return TopicClients.of(
        () ->
            new KafkaConsumer<>(
                at.consumerConfig(), new ByteArrayDeserializer(), new ByteArrayDeserializer()),
        at::admin);
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
