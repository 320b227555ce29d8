package dev.tally.bench;

import dev.tally.runners.RunnerSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a benchmark job: it runs on a Flink inside this JVM, with the settings of Tally's
 * jobs.
 *
 * @param directory for checkpoints
 * @param checkpoints the interval between checkpoints
 * @param restPort the port of the REST interface on loopback; 0 for any
 */
record JobSettings(Path directory, Duration checkpoints, int restPort, Backend backend) {
  /** The state backends. */
  enum Backend {
    /** On the heap, which is the default of Tally's jobs. */
    HEAP("filesystem"),
    ROCKSDB("rocksdb");

    private final String option;

    Backend(String option) {
      this.option = option;
    }

    /** Returns the value of {@code --stateBackend}. */
    String option() {
      return option;
    }
  }

  JobSettings(Path directory, Duration checkpoints, int restPort) {
    this(directory, checkpoints, restPort, Backend.HEAP);
  }

  FlinkPipelineOptions options(String name) {
    return options(name, null);
  }

  /**
   * Returns the options of a job.
   *
   * @param savepoint the URI of the savepoint that the job starts from; null if it starts without
   *     state
   */
  FlinkPipelineOptions options(String name, @Nullable String savepoint) {
    FlinkPipelineOptions options =
        PipelineOptionsFactory.fromArgs(
                "--jobName=" + name,
                "--parallelism=" + Load.LANES,
                "--checkpointingInterval=" + checkpoints.toMillis(),
                "--stateBackend=" + backend.option)
            .as(FlinkPipelineOptions.class);
    options.setRunner(RunnerSettings.defaultRunner());
    if (savepoint != null) {
      RunnerSettings.startFrom(options, savepoint);
    }
    RunnerSettings.complete(options, directory, restPort);
    return options;
  }

  String restUrl() {
    return "http://127.0.0.1:" + restPort;
  }
}
