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
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.joda.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks that what a step emits at the end of its bundle is emitted at the next checkpoint, even if
 * no element follows and the watermark does not advance, as at the end of a file that is replayed.
 */
@Tag("integration")
class OpenBundleTest {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final Queue<String> ARRIVED = new ConcurrentLinkedQueue<>();

  @TempDir private Path dir;

  private static final class TextFn implements RecordFn<String> {
    private static final long serialVersionUID = 1L;

    @Override
    public String apply(ConsumerRecord<byte[], byte[]> record, Instant brokerTime) {
      return new String(record.value(), StandardCharsets.UTF_8);
    }
  }

  private static final class AtTheEndOfItsBundleFn extends DoFn<String, String> {
    private static final long serialVersionUID = 1L;
    private String last = "";

    @ProcessElement
    public void process(@Element String text) {
      last = text;
    }

    @FinishBundle
    public void finish(FinishBundleContext out) {
      out.output(last, Instant.EPOCH, GlobalWindow.INSTANCE);
    }
  }

  private static final class ArriveFn extends DoFn<String, Void> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element String text) {
      ARRIVED.add(text);
    }
  }

  @Test
  void isFinishedByACheckpoint_whenNoOtherElementArrives() throws Exception {
    KafkaCluster cluster = KafkaCluster.at(Servers.kafka().kafkaBootstrap());
    String topic = "open-bundle-" + UUID.randomUUID();
    TallyTopics.create(cluster, List.of(TallyTopics.raw(topic, 1, true)));
    PipelineResult job = run(cluster, topic);
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            cluster.producerConfig(), new ByteArraySerializer(), new ByteArraySerializer())) {
      byte[] text = "the last one".getBytes(StandardCharsets.UTF_8);
      producer.send(new ProducerRecord<>(topic, 0, 1L, null, text)).get();
      await().atMost(DEADLINE).until(() -> !ARRIVED.isEmpty());
    } finally {
      JobCancellation.cancel(job);
    }
    assertThat(ARRIVED).containsExactly("the last one");
  }

  /** Runs the job with bundles that no timeout ends, and one checkpoint per second. */
  private PipelineResult run(KafkaCluster cluster, String topic) throws Exception {
    PipelineOptions options =
        PipelineOptionsFactory.fromArgs(
                "--maxBundleTimeMills=600000", "--checkpointingInterval=1000")
            .create();
    options.setRunner(RunnerSettings.defaultRunner());
    RunnerSettings.complete(options, dir, Servers.freePort());
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply(
            "Texts",
            TopicIO.read(cluster, topic, WatermarkPolicy.replay(org.joda.time.Duration.ZERO))
                .as(new TextFn(), StringUtf8Coder.of()))
        .apply("Keep", ParDo.of(new AtTheEndOfItsBundleFn()))
        .apply("Arrive", ParDo.of(new ArriveFn()));
    return pipeline.run();
  }
}
