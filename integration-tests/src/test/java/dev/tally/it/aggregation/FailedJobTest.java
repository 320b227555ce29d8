package dev.tally.it.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.operations.FreePort;
import dev.tally.operations.JobFailure;
import dev.tally.operations.JobRun;
import dev.tally.runners.FlinkRest;
import dev.tally.runners.JobCancellation;
import dev.tally.runners.RunnerSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.joda.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * What is reported to the user about a job that fails on the embedded Flink, which ends with its
 * job.
 */
@Tag("integration")
@Isolated("a JVM remembers only the last job that it started")
class FailedJobTest {
  private static final KafkaCluster NOT_THERE =
      KafkaCluster.at("127.0.0.1:1")
          .withSettings(Map.of("default.api.timeout.ms", "500", "request.timeout.ms", "400"));

  @TempDir private Path dir;
  private final List<String> reported = new ArrayList<>();

  private static final class FailFn extends DoFn<Integer, Integer> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element Integer number) {
      if (number > 0) {
        throw new IllegalStateException("the disk is full");
      }
    }
  }

  private JobRun failing(String configuration) throws IOException {
    Files.writeString(dir.resolve("config.yaml"), configuration);
    PipelineOptions options =
        PipelineOptionsFactory.fromArgs(
                "--runner=FlinkRunner",
                "--parallelism=1",
                "--jobName=failing",
                "--flinkConfDir=" + dir)
            .create();
    RunnerSettings.complete(options, dir, FreePort.find());
    Pipeline pipeline = Pipeline.create(options);
    pipeline.apply("Numbers", Create.of(1)).apply("Fail", ParDo.of(new FailFn()));
    return JobRun.of(pipeline, NOT_THERE, "group");
  }

  @Test
  void reportsTheInnermostCause_thoughFlinkHasEnded() throws Exception {
    JobRun job =
        failing(
            """
            restart-strategy.type: none
            execution.job-listeners: ["dev.tally.runners.EmbeddedJobs"]
            """);
    assertThat(job.awaitEnd(reported::add)).isFalse();
    assertThat(reported)
        .anyMatch(line -> line.endsWith("IllegalStateException: the disk is full"))
        .noneMatch(line -> line.contains("MiniCluster"));
  }

  /** Returns a pipeline that does not end by itself, so the test finds its job however late. */
  private Pipeline unendingOnPort(PipelineOptions options, int port) {
    RunnerSettings.useRestPort(options, dir, port);
    Pipeline pipeline = Pipeline.create(options);
    pipeline.apply(
        "Numbers until cancelled", GenerateSequence.from(0).withRate(1, Duration.millis(100)));
    return pipeline;
  }

  @Test
  void startsOnAnotherPort_whenTheFirstIsTakenBeforeFlinkBindsIt() throws Exception {
    PipelineOptions options =
        PipelineOptionsFactory.fromArgs(
                "--runner=FlinkRunner", "--parallelism=1", "--jobName=failing")
            .create();
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int taken = other.getLocalPort();
      RunnerSettings.complete(options, dir, taken);
      JobRun refused = JobRun.of(unendingOnPort(options, taken), NOT_THERE, "group");
      assertThatThrownBy(() -> refused.awaitEnd(reported::add))
          .isInstanceOfSatisfying(
              JobFailure.class, failure -> assertThat(failure.isPortTaken()).isTrue());
    }
    PipelineResult started = unendingOnPort(options, FreePort.find()).run();
    String url = RunnerSettings.embeddedRestUrl(dir).orElseThrow();
    assertThat(FlinkRest.at(url).job("failing")).isPresent();
    JobCancellation.cancel(started);
  }

  @Test
  void reportsWhyAJobCannotBeStarted() throws IOException {
    JobRun job = failing("execution.savepoint.path: \"" + dir.resolve("gone").toUri() + "\"\n");
    assertThatThrownBy(() -> job.awaitEnd(reported::add))
        .isInstanceOf(JobFailure.class)
        .hasMessageStartingWith("The job could not be started: ")
        .hasMessageContaining("gone");
  }
}
