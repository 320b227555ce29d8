package dev.tally.it.kafkaiosink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tally.io.kafka.Delivery;
import dev.tally.io.kafka.TopicIO;
import dev.tally.it.Servers;
import dev.tally.runners.RunnerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A job on an embedded Flink that copies a {@link Script} to the KafkaIO sink. Checkpoints are
 * taken only when the test triggers them, and the job restarts without limit. Everything runs with
 * a parallelism of 1.
 */
final class KafkaIoJob implements AutoCloseable {
  static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final long RESTART_DELAY = 100;
  private static final long NEVER = Duration.ofDays(300).toMillis();

  private final Script script;
  private final PipelineResult result;
  private final JobRest rest;

  private KafkaIoJob(Script script, PipelineResult result, JobRest rest) {
    this.script = script;
    this.result = result;
    this.rest = rest;
  }

  /**
   * Returns the description of an assertion about a fault of the KafkaIO sink, for when it no
   * longer holds.
   */
  static String mended(String claim) {
    return "fixed in Beam? then update docs/kafka-io-sink.md (%s)".formatted(claim);
  }

  static KafkaIoJob start(Path dir, Script script, SinkTopic topic) throws IOException {
    return start(dir, script, topic, values(topic), flink -> {}, null);
  }

  /** Starts the job with records that have more than a value. */
  static KafkaIoJob start(
      Path dir,
      Script script,
      SinkTopic topic,
      SerializableFunction<String, ProducerRecord<byte[], byte[]>> records)
      throws IOException {
    return start(dir, script, topic, records, flink -> {}, null);
  }

  /** Starts the job with options other than Beam's defaults. */
  static KafkaIoJob startWith(
      Consumer<FlinkPipelineOptions> change, Path dir, Script script, SinkTopic topic)
      throws IOException {
    return start(dir, script, topic, values(topic), change, null);
  }

  /** Starts the job from a savepoint. */
  static KafkaIoJob restore(Path dir, Script script, SinkTopic topic, String savepoint)
      throws IOException {
    return start(dir, script, topic, values(topic), flink -> {}, savepoint);
  }

  private static SerializableFunction<String, ProducerRecord<byte[], byte[]>> values(
      SinkTopic topic) {
    String name = topic.name();
    return text -> new ProducerRecord<>(name, text.getBytes(UTF_8));
  }

  private static KafkaIoJob start(
      Path dir,
      Script script,
      SinkTopic topic,
      SerializableFunction<String, ProducerRecord<byte[], byte[]>> record,
      Consumer<FlinkPipelineOptions> change,
      String savepoint)
      throws IOException {
    int port = Servers.freePort();
    FlinkPipelineOptions flink = options(Files.createTempDirectory(dir, "job"), port, savepoint);
    change.accept(flink);
    Pipeline pipeline = Pipeline.create(flink);
    PCollection<String> read = pipeline.apply("Script", Read.from(new ScriptedSource(script)));
    read.apply(
            "Record",
            MapElements.into(new TypeDescriptor<ProducerRecord<byte[], byte[]>>() {}).via(record))
        .setCoder(TopicIO.Write.recordCoder())
        .apply(
            "Sink", TopicIO.write(topic.cluster(), topic.name(), Delivery.KAFKA_IO, topic.group()));
    read.apply("Key", WithKeys.of("all")).apply("Elsewhere", ParDo.of(new SlowState.KeepFn()));
    KafkaIoJob job = new KafkaIoJob(script, pipeline.run(), JobRest.at(port));
    await().atMost(DEADLINE).ignoreExceptions().until(job.rest::running);
    return job;
  }

  /** Returns Beam's defaults, except for checkpoints, which only the test triggers. */
  private static FlinkPipelineOptions options(Path dir, int port, String savepoint)
      throws IOException {
    FlinkPipelineOptions flink = PipelineOptionsFactory.create().as(FlinkPipelineOptions.class);
    flink.setRunner(RunnerSettings.defaultRunner());
    flink.setParallelism(1);
    RunnerSettings.complete(flink, dir, port);
    flink.setNumConcurrentCheckpoints(1);
    flink.setCheckpointingInterval(NEVER);
    flink.setMinPauseBetweenCheckpoints(NEVER);
    flink.setNumberOfExecutionRetries(Integer.MAX_VALUE);
    flink.setExecutionRetryDelay(RESTART_DELAY);
    Path config = Path.of(flink.getFlinkConfDir()).resolve("config.yaml");
    String quick = "web.refresh-interval: 50%nmetrics.fetcher.update-interval: 50%n".formatted();
    String from =
        savepoint == null ? "" : "execution.savepoint.path: \"%s\"%n".formatted(savepoint);
    Files.writeString(config, quick + from, APPEND);
    return flink;
  }

  JobRest rest() {
    return rest;
  }

  /** Waits until exactly this many records have been read. */
  KafkaIoJob awaitEmitted(int records) {
    await().atMost(DEADLINE).until(() -> script.emitted() >= records);
    assertThat(script.emitted()).isEqualTo(records);
    return this;
  }

  /** Triggers a checkpoint and waits until it is complete. The sink writes shortly afterwards. */
  void checkpoint() {
    await().atMost(DEADLINE).ignoreExceptions().until(rest::running);
    await().atMost(DEADLINE).ignoreExceptions().until(() -> rest.checkpoint().isEmpty());
  }

  /**
   * Makes the worker fail and waits until all tasks run again, restored from the latest checkpoint.
   */
  KafkaIoJob crashAndRestart(String... meanwhile) throws IOException {
    int failures = rest.failures().size();
    script.crash(meanwhile);
    return awaitRestart(failures + 1);
  }

  /** Waits until the job has failed this many times and runs again. */
  KafkaIoJob awaitRestart(int failures) {
    await().atMost(DEADLINE).ignoreExceptions().until(() -> rest.failures().size() >= failures);
    await().atMost(DEADLINE).ignoreExceptions().until(rest::running);
    return this;
  }

  /** Triggers checkpoints until the job has failed this many times. */
  List<String> checkpointUntilFailures(int failures) throws IOException {
    while (rest.failures().size() < failures) {
      int before = rest.failures().size();
      checkpoint();
      await().atMost(DEADLINE).ignoreExceptions().until(() -> rest.failures().size() > before);
    }
    return rest.failures();
  }

  /** Ends the job and its Flink. */
  @Override
  public void close() throws IOException {
    SlowState.pass();
    result.cancel();
    await().atMost(DEADLINE).until(() -> !rest.answers());
  }
}
