package org.apache.beam.runners.flink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.runners.RunnerSettings;
import java.nio.file.Path;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OneCheckpointAtATimeTest {
  @TempDir private Path dir;

  @Test
  void flinkRunsOneCheckpointAtATime_whileBeamKeepsBuffersForSixteen() {
    FlinkPipelineOptions options =
        PipelineOptionsFactory.fromArgs("--runner=FlinkRunner", "--flinkMaster=[local]")
            .as(FlinkPipelineOptions.class);
    RunnerSettings.complete(options, dir, 0);
    RunnerSettings.complete(options, dir, 0);
    Pipeline pipeline = Pipeline.create(options);
    pipeline.apply(GenerateSequence.from(0));

    var checkpoints =
        FlinkRunner.fromOptions(options)
            .getJobGraph(pipeline)
            .getCheckpointingSettings()
            .getCheckpointCoordinatorConfiguration();

    assertThat(checkpoints.getMaxConcurrentCheckpoints()).isEqualTo(1);
    assertThat(options.getNumConcurrentCheckpoints()).isEqualTo(16);
  }
}
