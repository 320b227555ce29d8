package dev.tally.runners.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.runners.RunnerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreCheckTest {
  @TempDir private Path dir;

  private static RestoreCheck check(String savepoint, String... more) {
    FlinkPipelineOptions options =
        PipelineOptionsFactory.fromArgs(more).as(FlinkPipelineOptions.class);
    options.setRunner(RunnerSettings.defaultRunner());
    options.setSavepointPath(savepoint);
    return RestoreCheck.of(options, Manifest.of("aggregation", 1));
  }

  private static String onlyProblem(RestoreCheck check) {
    assertThat(check.notes()).isEmpty();
    assertThat(check.problems()).hasSize(1);
    return check.problems().get(0);
  }

  @Test
  void aPathThatDoesNotExist() {
    assertThat(onlyProblem(check(dir.resolve("nowhere").toString())))
        .contains("--from=" + dir.resolve("nowhere") + " does not exist", "./tally stop");
    assertThat(
            onlyProblem(
                check(dir.resolve("nowhere").toUri().toString(), "--flinkMaster=127.0.0.1:1")))
        .contains("does not exist");
  }

  @Test
  void aDirectoryThatIsNoSavepoint() {
    assertThat(onlyProblem(check(dir.toUri().toString())))
        .contains("is not a savepoint or a completed checkpoint", "_metadata");
  }

  @Test
  void aFileThatIsNoSavepoint() throws IOException {
    Path file = Files.writeString(dir.resolve("_metadata"), "these are not Flink's bytes");
    assertThat(onlyProblem(check(file.toString()))).contains("cannot be read as a savepoint");
    Files.writeString(file, "");
    assertThat(onlyProblem(check(dir.toString()))).contains("cannot be read as a savepoint");
  }

  @Test
  void aSavepointOfTheSameSettings_isReadWithTheProgressOfItsSources() throws IOException {
    String savepoint = SavepointFile.write(dir, Manifest.of("aggregation", 1), 128);
    RestoreCheck check = check(savepoint, "--parallelism=128");
    assertThat(check.problems()).isEmpty();
    assertThat(check.notes()).isEmpty();
    assertThat(check.splits())
        .singleElement()
        .extracting(SavedSplit::mark)
        .isEqualTo(new ManifestSource.Mark(Manifest.of("aggregation", 1)));
  }

  @Test
  void aParallelismAboveTheMaximumOfTheState_isRefusedWithBothValues() throws IOException {
    String savepoint = SavepointFile.write(dir, Manifest.of("aggregation", 1), 4);
    assertThat(onlyProblem(check(savepoint, "--parallelism=5")))
        .isEqualTo(
            "--from=%s cannot be used: --parallelism=5 is more than the maximum parallelism of its state, 4: use --parallelism=4 or less, or start without --from and --sinkGroup."
                .formatted(savepoint));
    assertThat(check(savepoint, "--parallelism=4", "--maxParallelism=4").problems()).isEmpty();
  }

  @Test
  void anotherMaximumParallelism_isRefusedWithBothValues() throws IOException {
    String savepoint = SavepointFile.write(dir, Manifest.of("aggregation", 1), 128);
    assertThat(onlyProblem(check(savepoint, "--parallelism=2", "--maxParallelism=256")))
        .contains("of its state is 128", "--maxParallelism is 256: omit --maxParallelism");
  }

  @Test
  void aSavepointOfAnotherJob() throws IOException {
    String savepoint = SavepointFile.write(dir, Manifest.of("union", 1), 128);
    assertThat(onlyProblem(check(savepoint))).contains("of kind union");
  }

  @Test
  void aPlaceThatOnlyTheClusterCanReadIsLeftToTheWorkers() {
    assertThat(check("hdfs://nn/savepoint-1"))
        .satisfies(check -> assertThat(check.problems()).isEmpty())
        .satisfies(
            check ->
                assertThat(check.notes())
                    .singleElement()
                    .asString()
                    .contains("hdfs://nn/savepoint-1 cannot be read here", "workers"));
    assertThat(check("/of/the/cluster", "--flinkMaster=192.0.2.1:8081").problems()).isEmpty();
  }
}
