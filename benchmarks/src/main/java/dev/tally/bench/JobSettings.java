package dev.tally.bench;

import dev.tally.runners.RunnerSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * How every job runs: on a Flink inside this JVM, with the settings that Tally's jobs have.
 *
 * @param directory for checkpoints
 * @param restPort on loopback; 0 for any
 */
record JobSettings(Path directory, Duration checkpoints, int restPort) {
  FlinkPipelineOptions options(String name) {
    FlinkPipelineOptions options =
        PipelineOptionsFactory.fromArgs(
                "--jobName=" + name,
                "--parallelism=" + Load.LANES,
                "--checkpointingInterval=" + checkpoints.toMillis())
            .as(FlinkPipelineOptions.class);
    options.setRunner(RunnerSettings.defaultRunner());
    RunnerSettings.complete(options, directory, restPort);
    return options;
  }

  String restUrl() {
    return "http://127.0.0.1:" + restPort;
  }
}
