package dev.tally.runners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunnerSettingsTest {
  @TempDir private Path dir;

  @Test
  void bringsTheClassPathToARemoteFlink_butNotFlinkItself() {
    FlinkPipelineOptions options = flink("--flinkMaster=jobmanager:8081");
    RunnerSettings.complete(options, dir, 1);
    assertThat(options.getFilesToStage())
        .anyMatch(file -> file.contains("beam-sdks-java-core"))
        .anyMatch(file -> Path.of(file).endsWith("target/classes"))
        .noneMatch(file -> file.contains("/flink-runtime-"));
    assertThat(options.getStateBackend()).isNull();
  }

  @Test
  void bringsTheClassPathOfTheJobsOnly_whereItIsNamed() {
    System.setProperty("tally.job.classpath", "/job.jar:/flink-core-1.jar:/io.jar");
    try {
      FlinkPipelineOptions options = flink("--flinkMaster=jobmanager:8081");
      RunnerSettings.complete(options, dir, 1);
      assertThat(options.getFilesToStage()).containsExactly("/job.jar", "/io.jar");
    } finally {
      System.clearProperty("tally.job.classpath");
    }
  }

  @Test
  void leavesTheFilesThatTheUserNamed() {
    FlinkPipelineOptions options = flink("--flinkMaster=jm:8081", "--filesToStage=/job.jar");
    RunnerSettings.complete(options, dir, 1);
    assertThat(options.getFilesToStage()).containsExactly("/job.jar");
  }

  @Test
  void knowsWhereFlinkAnswers() {
    assertThat(RunnerSettings.restUrl(flink(), 4711)).isEqualTo("http://127.0.0.1:4711");
    assertThat(RunnerSettings.restUrl(flink("--flinkMaster=jm:9"), 1)).isEqualTo("http://jm:9");
    assertThat(RunnerSettings.restUrl("http://jm")).isEqualTo("http://jm:8081");
    assertThat(RunnerSettings.restUrl("https://jm")).isEqualTo("https://jm:8081");
    assertThat(RunnerSettings.restUrl("https://jm:443/")).isEqualTo("https://jm:443");
    assertThat(RunnerSettings.onRemoteFlink(flink())).isFalse();
    assertThat(RunnerSettings.onRemoteFlink(flink("--flinkMaster=jm:9"))).isTrue();
  }

  @Test
  void letsTheEmbeddedFlinkReportWhyItsJobEnded() {
    FlinkPipelineOptions options = flink();
    RunnerSettings.complete(options, dir, 1);
    assertThat(Path.of(options.getFlinkConfDir(), "config.yaml"))
        .content()
        .contains("execution.job-listeners: [\"dev.tally.runners.EmbeddedJobs\"]");
  }

  @Test
  void checkpointsOfRocksDbAreIncremental() {
    FlinkPipelineOptions options = flink();
    RunnerSettings.complete(options, dir, 1);
    assertThat(GlobalConfiguration.loadConfiguration(options.getFlinkConfDir()))
        .extracting(config -> config.get(CheckpointingOptions.INCREMENTAL_CHECKPOINTS))
        .isEqualTo(true);
  }

  @Test
  void wantsFlinksTlsSettings_whereFlinkIsReachedByHttps() {
    FlinkPipelineOptions options = flink("--flinkMaster=https://jm:8081");
    RunnerSettings.complete(options, dir, 1);
    assertThat(RunnerSettings.problems(options))
        .singleElement()
        .asString()
        .contains("--flinkMaster=https://jm:8081", "--flinkConfDir", "security.ssl.rest.enabled");
    options.setFlinkConfDir(dir.toString());
    assertThat(RunnerSettings.problems(options)).isEmpty();
  }

  @Test
  void startsFromAPathHere_orAUriThatTheClusterKnows() {
    FlinkPipelineOptions options = flink();
    RunnerSettings.startFrom(options, dir.toString());
    assertThat(options.getSavepointPath()).isEqualTo(dir.toUri().toString());
    RunnerSettings.startFrom(options, "hdfs://nn/savepoint-1");
    assertThat(options.getSavepointPath()).isEqualTo("hdfs://nn/savepoint-1");
    assertThatThrownBy(
            () ->
                RunnerSettings.startFrom(
                    PipelineOptionsFactory.fromArgs("--runner=DirectRunner").create(), "x"))
        .hasMessageContaining("FlinkRunner");
  }

  private static FlinkPipelineOptions flink(String... arguments) {
    FlinkPipelineOptions options =
        PipelineOptionsFactory.fromArgs(arguments).as(FlinkPipelineOptions.class);
    options.setRunner(RunnerSettings.defaultRunner());
    return options;
  }
}
