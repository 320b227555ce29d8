package dev.tally.it.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.it.Servers;
import dev.tally.pipelines.aggregation.AggregationLaunch;
import dev.tally.pipelines.aggregation.AggregationOptions;
import dev.tally.pipelines.aggregation.AggregationPorts;
import dev.tally.pipelines.options.InvalidOptions;
import dev.tally.runners.RunnerSettings;
import dev.tally.runners.manifest.KeepManifest;
import dev.tally.runners.manifest.Manifest;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.RawRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A savepoint is used only under the settings that its state depends on: the launch compares them,
 * and so does a worker, for a savepoint that the launching machine cannot read.
 */
@Tag("integration")
class RestoreRefusalTest {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  /** Six restarts take 61 s. */
  private static final Duration WITHOUT_RESTARTS = Duration.ofSeconds(30);

  @TempDir private Path dir;
  private KafkaCluster cluster;
  private String prefix;

  @Test
  void aChangedSettingIsRefusedWithBothValues_andWhatMayChangeRuns() throws Exception {
    cluster = KafkaCluster.at(Servers.kafka().kafkaBootstrap());
    prefix = "restore-" + UUID.randomUUID() + "-";
    RunningJob.createTopics(cluster, prefix, 2, true);
    String savepoint = "--savepointPath=" + savepoint();
    assertThatThrownBy(
            () -> check(savepoint, "--dedupScope=GLOBAL", "--input=LIVE", "--generation=1"))
        .isInstanceOf(InvalidOptions.class)
        .hasMessageContaining(
            "--dedupScope was REGION when its state was written and is GLOBAL now: give --dedupScope=REGION")
        .hasMessageContaining("--input was REPLAY when its state was written and is LIVE now")
        .hasMessageContaining("--generation was 0 when its state was written and is 1 now");
    assertThatThrownBy(
            () ->
                RunningJob.startUnion(
                    cluster, Servers.kafka().kafkaBootstrap(), prefix, dir, savepoint))
        .isInstanceOf(InvalidOptions.class)
        .hasMessageContaining(
            "written by a job of kind aggregation, and this job is of kind union");
    aWorkerRefusesWhatTheLaunchCouldNotSee(savepoint);
    try (RunningJob job = start("longer", savepoint, "--maxEventAge=12h", "--earlyPane=2s")) {
      await().atMost(DEADLINE).until(() -> job.completedCheckpoints() > 0);
      assertThat(job.restores()).isEqualTo(1);
    }
  }

  private void aWorkerRefusesWhatTheLaunchCouldNotSee(String savepoint) throws IOException {
    Manifest other = Manifest.of("aggregation", 1).fixed("--dedupScope", "GLOBAL");
    try (RunningJob job =
        RunningJob.start(
            cluster,
            dir.resolve("refused"),
            options(savepoint),
            ports -> new OtherManifest(ports, other))) {
      await().atMost(WITHOUT_RESTARTS).until(job::hasFailed);
    }
  }

  private String savepoint() throws IOException {
    try (RunningJob job = start("first")) {
      await().atMost(DEADLINE).until(() -> job.completedCheckpoints() > 0);
      return job.stopWithSavepoint();
    }
  }

  private RunningJob start(String home, String... more) throws IOException {
    return RunningJob.start(cluster, dir.resolve(home), options(more));
  }

  private void check(String... more) {
    AggregationOptions options = options(more);
    RunnerSettings.complete(options, dir, 0);
    AggregationLaunch.check(options);
  }

  private AggregationOptions options(String... more) {
    List<String> arguments = new ArrayList<>(List.of(more));
    if (arguments.stream().noneMatch(a -> a.startsWith("--input="))) {
      arguments.add("--input=REPLAY");
    }
    arguments.add("--sinkGroup=" + prefix + "sink");
    arguments.add("--jobName=" + prefix + "job");
    arguments.add("--checkpointingInterval=500");
    arguments.add("--parallelism=2");
    return RunningJob.options(cluster, prefix, arguments.toArray(String[]::new));
  }

  private record OtherManifest(AggregationPorts ports, Manifest other) implements AggregationPorts {
    @Override
    public PTransform<PBegin, PCollection<RawRecord>> adEvents() {
      return ports.adEvents();
    }

    @Override
    public PTransform<PCollection<AdEvent>, PDone> cleanAdEvents() {
      return ports.cleanAdEvents();
    }

    @Override
    public PTransform<PCollection<AdMetric>, PDone> adMetrics() {
      return ports.adMetrics();
    }

    @Override
    public PTransform<PCollection<DeadLetter>, PDone> deadLetters() {
      return ports.deadLetters();
    }

    @Override
    public PTransform<PBegin, PDone> manifest() {
      return KeepManifest.of(other);
    }
  }
}
