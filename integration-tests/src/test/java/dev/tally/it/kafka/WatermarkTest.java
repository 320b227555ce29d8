package dev.tally.it.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.kafka.RecordFn;
import dev.tally.io.kafka.TopicIO;
import dev.tally.io.kafka.WatermarkPolicy;
import dev.tally.it.Servers;
import dev.tally.operations.TallyTopics;
import dev.tally.runners.JobCancellation;
import dev.tally.runners.RunnerSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.joda.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks on a real broker and Flink that on-time panes of a live topic are emitted, whatever state
 * its partitions are in.
 */
@Tag("integration")
class WatermarkTest {
  private static final Duration DEADLINE = Duration.ofSeconds(90);
  private static final Duration EXPECTED_DELAY = Duration.ofSeconds(2);
  private static final Queue<Pane> PANES = new ConcurrentLinkedQueue<>();

  /**
   * An on-time pane: what it counted, and how many milliseconds after the end of its window it was
   * emitted.
   */
  record Pane(String key, long count, long msAfterEnd) {}

  @TempDir private Path dir;
  private KafkaCluster cluster;
  private String topic;

  @BeforeEach
  void makeTopic() throws Exception {
    PANES.clear();
    cluster = KafkaCluster.at(Servers.kafka().kafkaBootstrap());
    topic = "live-" + UUID.randomUUID();
    TallyTopics.create(cluster, List.of(TallyTopics.raw(topic, 4, false)));
  }

  private static final class TextFn implements RecordFn<String> {
    private static final long serialVersionUID = 1L;

    @Override
    public String apply(ConsumerRecord<byte[], byte[]> record, Instant brokerTime) {
      return new String(record.value(), StandardCharsets.UTF_8);
    }
  }

  private static final class KeepFn extends DoFn<KV<String, Long>, Void> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element KV<String, Long> count, BoundedWindow window) {
      PANES.add(
          new Pane(
              count.getKey(),
              count.getValue(),
              System.currentTimeMillis() - window.maxTimestamp().getMillis()));
    }
  }

  private PipelineResult run() throws Exception {
    PipelineOptions options = PipelineOptionsFactory.create();
    options.setRunner(RunnerSettings.defaultRunner());
    RunnerSettings.complete(options, dir, Servers.freePort());
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply(
            "Lines",
            TopicIO.read(
                    cluster,
                    topic,
                    WatermarkPolicy.live(org.joda.time.Duration.millis(EXPECTED_DELAY.toMillis())))
                .as(new TextFn(), StringUtf8Coder.of()))
        .apply(
            "FiveSeconds", Window.into(FixedWindows.of(org.joda.time.Duration.standardSeconds(5))))
        .apply("Count", Count.perElement())
        .apply("Keep", ParDo.of(new KeepFn()));
    return pipeline.run();
  }

  private Producer<byte[], byte[]> producer(boolean transactional) {
    Map<String, Object> config = new HashMap<>(cluster.producerConfig());
    if (transactional) {
      config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "writer-" + topic);
    }
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private ProducerRecord<byte[], byte[]> record(int partition, String text) {
    return new ProducerRecord<>(topic, partition, null, text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void onTimePanesAreEmitted_withPartitionsThatAreEmptyOrIdleOrEndInATransactionMarker()
      throws Exception {
    PipelineResult job = run();
    try (Producer<byte[], byte[]> plain = producer(false);
        Producer<byte[], byte[]> transactional = producer(true)) {
      plain.send(record(0, "goes idle")).get();
      transactional.initTransactions();
      transactional.beginTransaction();
      transactional.send(record(1, "ends in a commit marker"));
      transactional.commitTransaction();
      transactional.beginTransaction();
      transactional.send(record(2, "aborted"));
      transactional.flush();
      transactional.abortTransaction();
      await().atMost(DEADLINE).until(() -> PANES.size() >= 2);
    } finally {
      JobCancellation.cancel(job);
    }
    assertThat(PANES)
        .extracting(Pane::key, Pane::count)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("goes idle", 1L),
            org.assertj.core.groups.Tuple.tuple("ends in a commit marker", 1L));
    PANES.forEach(
        pane ->
            System.out.printf(
                "on-time pane '%s' was emitted %d ms after its window's end (expectedDelay %d ms)%n",
                pane.key(), pane.msAfterEnd(), EXPECTED_DELAY.toMillis()));
  }

  @Test
  void anOpenTransaction_holdsTheWatermark_becauseItsRecordsAlreadyHaveTheirBrokerTime()
      throws Exception {
    PipelineResult job = run();
    try (Producer<byte[], byte[]> plain = producer(false);
        Producer<byte[], byte[]> transactional = producer(true)) {
      transactional.initTransactions();
      transactional.beginTransaction();
      transactional.send(record(1, "open"));
      transactional.flush();
      plain.send(record(0, "waits")).get();
      await().during(Duration.ofSeconds(12)).atMost(Duration.ofSeconds(20)).until(PANES::isEmpty);
      transactional.commitTransaction();
      await().atMost(DEADLINE).until(() -> PANES.size() >= 2);
    } finally {
      JobCancellation.cancel(job);
    }
    assertThat(PANES).extracting(Pane::key).containsExactlyInAnyOrder("open", "waits");
  }
}
