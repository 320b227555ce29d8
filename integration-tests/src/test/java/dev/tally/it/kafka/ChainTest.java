package dev.tally.it.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tally.io.kafka.Delivery;
import dev.tally.io.kafka.Heartbeat;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.kafka.RecordFn;
import dev.tally.io.kafka.TopicIO;
import dev.tally.io.kafka.WatermarkPolicy;
import dev.tally.it.Servers;
import dev.tally.operations.TallyTopics;
import dev.tally.runners.JobCancellation;
import dev.tally.runners.RunnerSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs two jobs in a chain. The second one reads what the first one writes and derives its
 * watermark from the first job's heartbeats, so it waits for as long as the first job is down.
 */
@Tag("integration")
class ChainTest {
  private static final Duration DEADLINE = Duration.ofSeconds(90);
  private static final int PARTITIONS = 3;
  private static final int A_MINUTE = 30;
  private static final long START = 1_767_225_600_000L; // 2026-01-01
  private static final Queue<KV<String, Long>> PANES = new ConcurrentLinkedQueue<>();

  @TempDir private Path dir;
  private KafkaCluster cluster;
  private String raw;
  private String clean;

  @BeforeEach
  void makeTopics() throws Exception {
    PANES.clear();
    cluster = KafkaCluster.at(Servers.kafka().kafkaBootstrap());
    raw = "raw-" + UUID.randomUUID();
    clean = "clean-" + raw;
    TallyTopics.create(
        cluster,
        List.of(TallyTopics.raw(raw, PARTITIONS, true), TallyTopics.raw(clean, PARTITIONS, true)));
  }

  /** Returns the text of a record. */
  private static final class TextFn implements RecordFn<String> {
    private static final long serialVersionUID = 1L;

    @Override
    public String apply(ConsumerRecord<byte[], byte[]> record, Instant brokerTime) {
      return new String(record.value(), UTF_8);
    }
  }

  private static final class SendOnFn extends DoFn<String, ProducerRecord<byte[], byte[]>> {
    private static final long serialVersionUID = 1L;
    private final String topic;

    SendOnFn(String topic) {
      this.topic = topic;
    }

    @ProcessElement
    public void process(
        @Element String text,
        @Timestamp Instant brokerTime,
        OutputReceiver<ProducerRecord<byte[], byte[]>> out) {
      byte[] bytes = text.getBytes(UTF_8);
      out.output(new ProducerRecord<>(topic, null, brokerTime.getMillis(), bytes, bytes));
    }
  }

  private static final class KeepFn extends DoFn<KV<String, Long>, Void> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element KV<String, Long> count) {
      PANES.add(count);
    }
  }

  private PipelineOptions options(Path home, @Nullable Path from) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("--checkpointingInterval=500"));
    if (from != null) {
      arguments.add("--savepointPath=" + from.toUri());
    }
    PipelineOptions options =
        PipelineOptionsFactory.fromArgs(arguments.toArray(String[]::new)).create();
    options.setRunner(RunnerSettings.defaultRunner());
    RunnerSettings.complete(options, home, Servers.freePort());
    return options;
  }

  private PipelineResult first(@Nullable Path from) throws Exception {
    Pipeline pipeline = Pipeline.create(options(dir.resolve("first"), from));
    pipeline
        .apply(
            "Raw",
            TopicIO.read(cluster, raw, WatermarkPolicy.replay(org.joda.time.Duration.ZERO))
                .as(new TextFn(), StringUtf8Coder.of()))
        .apply("SendOn", ParDo.of(new SendOnFn(clean)))
        .setCoder(TopicIO.Write.recordCoder())
        .apply("Clean", TopicIO.write(cluster, clean, Delivery.EXACTLY_ONCE, "first-" + raw));
    return pipeline.run();
  }

  /**
   * Starts the second job, which counts by minute. A record after the watermark would be dropped.
   */
  private PipelineResult second() throws Exception {
    Pipeline pipeline = Pipeline.create(options(dir.resolve("second"), null));
    pipeline
        .apply(
            "Clean",
            TopicIO.read(cluster, clean, WatermarkPolicy.heartbeats())
                .as(new TextFn(), StringUtf8Coder.of()))
        .apply("Minutes", Window.into(FixedWindows.of(org.joda.time.Duration.standardMinutes(1))))
        .apply("Count", Count.perElement())
        .apply("Keep", ParDo.of(new KeepFn()));
    return pipeline.run();
  }

  private void send(int fromMinute, int toMinute) throws Exception {
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            cluster.producerConfig(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int minute = fromMinute; minute < toMinute; minute++) {
        for (int i = 0; i < A_MINUTE; i++) {
          long time = START + minute * 60_000L + i * 2_000L;
          byte[] text = ("minute " + minute).getBytes(UTF_8);
          producer.send(new ProducerRecord<>(raw, i % PARTITIONS, time, null, text)).get();
        }
      }
      long end = START + toMinute * 60_000L;
      for (int partition = 0; partition < PARTITIONS; partition++) {
        producer.send(Heartbeat.record(raw, partition, end, end)).get();
      }
    }
  }

  private Path lastCheckpoint() throws Exception {
    try (Stream<Path> all = Files.walk(dir.resolve("first/checkpoints"))) {
      return all.filter(path -> path.endsWith("_metadata"))
          .map(Path::getParent)
          .max(Comparator.comparing(c -> Integer.parseInt(c.getFileName().toString().substring(4))))
          .orElseThrow();
    }
  }

  private static List<KV<String, Long>> minutes(int until) {
    return IntStream.range(0, until)
        .mapToObj(minute -> KV.of("minute " + minute, (long) A_MINUTE))
        .toList();
  }

  @Test
  void hasTheResultOfAnUninterruptedRun_whenTheFirstJobIsDownForAnHourOfEvents() throws Exception {
    PipelineResult second = second();
    try {
      PipelineResult before = first(null);
      send(0, 10);
      await().atMost(DEADLINE).until(() -> PANES.size() >= 10);
      JobCancellation.cancel(before);
      send(10, 70);
      await().during(Duration.ofSeconds(3)).atMost(DEADLINE).until(() -> PANES.size() == 10);
      PipelineResult after = first(lastCheckpoint());
      await().atMost(DEADLINE).until(() -> PANES.size() >= 70);
      JobCancellation.cancel(after);
    } finally {
      JobCancellation.cancel(second);
    }
    assertThat(PANES).containsExactlyInAnyOrderElementsOf(minutes(70));
  }
}
