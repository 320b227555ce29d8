package dev.tally.it.kafka;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.common.base.Throwables;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.kafka.RecordFn;
import dev.tally.io.kafka.TopicIO;
import dev.tally.io.kafka.WatermarkPolicy;
import dev.tally.it.Servers;
import dev.tally.operations.TallyTopics;
import dev.tally.runners.EmbeddedJobs;
import dev.tally.runners.FlinkRest;
import dev.tally.runners.JobCancellation;
import dev.tally.runners.RunnerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.joda.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Tests a live source when its topic grows, at savepoints, and with another parallelism and new
 * passwords.
 */
@Tag("integration")
@Isolated("a JVM remembers only the last job that it started")
class SourceLifeTest {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final Pattern SUBTASK = Pattern.compile("\\((\\d+)/\\d+\\)#\\d+$");

  /** The text of each record and the subtask that read it last. */
  private static final Map<String, String> READ = new ConcurrentHashMap<>();

  private static final Set<String> TWICE = ConcurrentHashMap.newKeySet();

  @TempDir private Path dir;
  private String topic;
  private PipelineResult job;
  private FlinkRest flink;
  private String restUrl;
  private int starts;

  private static KafkaCluster cluster(String password) {
    return KafkaCluster.at(Servers.kafka().kafkaBootstrap())
        .withSettings(Map.of("ssl.key.password", password));
  }

  @BeforeEach
  void makeTopic() throws Exception {
    READ.clear();
    TWICE.clear();
    topic = "life-" + UUID.randomUUID();
    TallyTopics.create(cluster("x"), List.of(TallyTopics.raw(topic, 2, false)));
  }

  @AfterEach
  void endJob() throws Exception {
    try {
      Optional<FlinkRest.Job> last = flink.latestJob();
      if (last.isPresent()) {
        flink.cancel(last.get(), Duration.ofMinutes(1));
      }
    } catch (IOException gone) {
      return; // An embedded Flink ends with its job.
    }
  }

  /** Returns why the job failed last, also after it has ended. */
  private String failure() throws Exception {
    Optional<Throwable> end = EmbeddedJobs.failure(Duration.ofMillis(100));
    return end.isPresent()
        ? Throwables.getStackTraceAsString(end.get())
        : flink.latestFailure(flink.latestJob().orElseThrow()).orElseThrow().cause();
  }

  private static final class TextFn implements RecordFn<String> {
    private static final long serialVersionUID = 1L;

    @Override
    public String apply(ConsumerRecord<byte[], byte[]> record, Instant brokerTime) {
      Matcher thread = SUBTASK.matcher(Thread.currentThread().getName());
      String text = new String(record.value(), UTF_8);
      if (READ.put(text, thread.find() ? thread.group(1) : "") != null) {
        TWICE.add(text);
      }
      return text;
    }
  }

  private static final class DropFn extends DoFn<String, Void> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process() {}
  }

  private void start(int parallelism, String password, String savepoint) throws IOException {
    PipelineOptions options =
        PipelineOptionsFactory.fromArgs(
                "--parallelism=" + parallelism, "--checkpointingInterval=1000")
            .create();
    options.setRunner(RunnerSettings.defaultRunner());
    options.setJobName("life-" + starts);
    if (savepoint != null) {
      RunnerSettings.startFrom(options, savepoint);
    }
    int port = Servers.freePort();
    RunnerSettings.complete(options, dir.resolve("flink-" + starts++), port);
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply(
            "Lines",
            TopicIO.read(
                    cluster(password),
                    topic,
                    WatermarkPolicy.live(org.joda.time.Duration.standardSeconds(1)))
                .as(new TextFn(), StringUtf8Coder.of()))
        .apply("Drop", ParDo.of(new DropFn()));
    job = pipeline.run();
    restUrl = RunnerSettings.restUrl(options, port);
    flink = FlinkRest.at(restUrl);
  }

  private String stop() throws Exception {
    String path = flink.savepoint(flink.latestJob().orElseThrow(), Duration.ofMinutes(1));
    JobCancellation.cancel(job);
    return path;
  }

  private void send(String text, int partitions) throws Exception {
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            cluster("x").producerConfig(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int p = 0; p < partitions; p++) {
        producer.send(new ProducerRecord<>(topic, p, null, (text + p).getBytes(UTF_8))).get();
      }
    }
  }

  private void awaitRead(String text, int partitions) {
    await()
        .atMost(DEADLINE)
        .untilAsserted(
            () ->
                assertThat(READ)
                    .containsKeys(
                        IntStream.range(0, partitions)
                            .mapToObj(p -> text + p)
                            .toArray(String[]::new)));
  }

  private static Set<String> subtasks(String text) {
    return READ.entrySet().stream()
        .filter(read -> read.getKey().startsWith(text))
        .map(Map.Entry::getValue)
        .collect(Collectors.toSet());
  }

  private void grow(int partitions) throws Exception {
    try (Admin admin = cluster("x").admin()) {
      admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions))).all().get();
    }
  }

  private String shownByFlink() throws Exception {
    String id = flink.latestJob().orElseThrow().id();
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(restUrl + "/jobs/" + id + "/config")).build(),
            BodyHandlers.ofString())
        .body();
  }

  private static String contents(String savepoint) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(URI.create(savepoint)))) {
      return files
          .filter(Files::isRegularFile)
          .map(SourceLifeTest::bytes)
          .collect(Collectors.joining());
    }
  }

  private static String bytes(Path file) {
    try {
      return Files.readString(file, ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void newPartitionsAreFoundWhileItRuns_readersFollowTheParallelism_andSavepointsContainNoSettings()
      throws Exception {
    start(1, "hush-1", null);
    send("first-", 2);
    awaitRead("first-", 2);
    grow(5);
    send("grown-", 5);
    awaitRead("grown-", 5);
    assertThat(shownByFlink()).contains("user-config").doesNotContain("hush-1");

    String savepoint = stop();
    assertThat(contents(savepoint))
        .contains(topic)
        .doesNotContain("hush-1", Servers.kafka().kafkaBootstrap());

    grow(6);
    start(2, "hush-2", savepoint);
    send("scaled-", 6);
    awaitRead("scaled-", 6);
    assertThat(subtasks("scaled-")).containsExactlyInAnyOrder("1", "2");

    savepoint = stop();
    start(1, "hush-3", savepoint);
    send("back-", 6);
    awaitRead("back-", 6);
    assertThat(subtasks("back-")).containsExactly("1");
    assertThat(TWICE).isEmpty();
  }

  @Test
  void aTopicThatWasRecreatedAfterTheSavepoint_isRefused() throws Exception {
    start(1, "x", null);
    send("old-", 2);
    awaitRead("old-", 2);
    String savepoint = stop();
    try (Admin admin = cluster("x").admin()) {
      admin.deleteTopics(List.of(topic)).all().get();
    }
    await()
        .ignoreExceptions()
        .until(
            () -> {
              TallyTopics.create(cluster("x"), List.of(TallyTopics.raw(topic, 2, false)));
              return true;
            });
    send("new-", 2);
    start(1, "x", savepoint);
    await()
        .atMost(DEADLINE)
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(failure())
                    .contains("deleted and created again", "Start without a savepoint"));
    assertThat(READ.keySet()).noneMatch(text -> text.startsWith("new-"));
  }
}
