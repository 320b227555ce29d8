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
record JobSettings(Path directory, Duration checkpoints, int restPort, Backend backend) {
  /** Where a job keeps its state. */
  enum Backend {
    /** On the heap, as Tally's jobs do unless told otherwise. */
    HEAP("filesystem"),
    ROCKSDB("rocksdb");

    private final String option;

    Backend(String option) {
      this.option = option;
    }
  }

  JobSettings(Path directory, Duration checkpoints, int restPort) {
    this(directory, checkpoints, restPort, Backend.HEAP);
  }

  FlinkPipelineOptions options(String name) {
    FlinkPipelineOptions options =
        PipelineOptionsFactory.fromArgs(
                "--jobName=" + name,
                "--parallelism=" + Load.LANES,
                "--checkpointingInterval=" + checkpoints.toMillis(),
                "--stateBackend=" + backend.option)
            .as(FlinkPipelineOptions.class);
    options.setRunner(RunnerSettings.defaultRunner());
    RunnerSettings.complete(options, directory, restPort);
    return options;
  }

  String restUrl() {
    return "http://127.0.0.1:" + restPort;
  }
}
