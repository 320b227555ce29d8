package dev.tally.runners;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.beam.runners.flink.FlinkPipelineOptions;

/** Configures a Flink cluster that runs on loopback inside the JVM that launches the job. */
final class EmbeddedFlink {
  private EmbeddedFlink() {}

  static void configure(FlinkPipelineOptions flink, Path directory, int restPort) {
    Path home = directory.toAbsolutePath();
    if (flink.getParallelism() == -1) {
      flink.setParallelism(2);
    }
    if (flink.getStateBackend() == null) {
      flink.setStateBackend("filesystem");
    }
    if (flink.getStateBackendStoragePath() == null) {
      flink.setStateBackendStoragePath(home.resolve("checkpoints").toUri().toString());
    }
    if (flink.getFlinkConfDir() == null) {
      flink.setFlinkConfDir(write(flink, home, restPort).toString());
    }
  }

  /**
   * Writes Flink's configuration. Its restart strategy ends a job that fails repeatedly, because
   * each failure after a checkpoint multiplies the buffers that Beam keeps in the state.
   */
  private static Path write(FlinkPipelineOptions flink, Path home, int restPort) {
    Path conf = home.resolve("flink");
    try {
      Files.createDirectories(conf);
      Files.createDirectories(home.resolve("flink-tmp"));
      Files.writeString(
          conf.resolve("config.yaml"),
          """
          rest:
            address: 127.0.0.1
            bind-address: 127.0.0.1
            port: %d
            bind-port: "%d"
          jobmanager:
            bind-host: 127.0.0.1
            rpc:
              address: 127.0.0.1
          taskmanager:
            bind-host: 127.0.0.1
            host: 127.0.0.1
            network:
              memory:
                min: 64m
                max: 64m
          restart-strategy:
            type: exponential-delay
            exponential-delay:
              initial-backoff: 1s
              max-backoff: 30s
              reset-backoff-threshold: 5min
              attempts-before-reset-backoff: 6
          metrics:
            fetcher:
              update-interval: 1000
          io:
            tmp:
              dirs: "%s"
          state:
            savepoints:
              dir: "%s"
          execution.job-listeners: ["%s"]
          %s
          """
              .formatted(
                  restPort,
                  restPort,
                  home.resolve("flink-tmp"),
                  home.resolve("savepoints").toUri(),
                  EmbeddedJobs.class.getName(),
                  savepoint(flink)));
      return conf;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write Flink's configuration below " + conf, e);
    }
  }

  /**
   * Returns the settings that start the job from a savepoint: Beam passes the savepoint only to
   * remote clusters.
   */
  private static String savepoint(FlinkPipelineOptions flink) {
    String path = flink.getSavepointPath();
    return path == null
        ? ""
        : "execution.savepoint.path: \"%s\"\nexecution.savepoint.ignore-unclaimed-state: %s"
            .formatted(path, Boolean.TRUE.equals(flink.getAllowNonRestoredState()));
  }
}
