package dev.tally.runners;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.runners.flink.FlinkPipelineOptions;

/** Configures a Flink cluster that runs on loopback inside the JVM that launches the job. */
final class EmbeddedFlink {
  private static final Pattern PORT = Pattern.compile("(?m)^ *port: (\\d{1,5})$");

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

  /** Changes the port in the configuration, unless the user has specified a configuration. */
  static void useRestPort(FlinkPipelineOptions flink, Path directory, int restPort) {
    Path home = directory.toAbsolutePath();
    if (conf(home).toString().equals(flink.getFlinkConfDir())) {
      write(flink, home, restPort);
    }
  }

  /** Returns the REST URL from the configuration below a job's directory, if there is one. */
  static Optional<String> restUrl(Path directory) throws IOException {
    Path config = configFile(directory);
    if (!Files.isReadable(config)) {
      return Optional.empty();
    }
    Matcher port = PORT.matcher(Files.readString(config));
    return port.find() ? Optional.of(restUrl(port.group(1))) : Optional.empty();
  }

  static String restUrl(Object port) {
    return "http://127.0.0.1:" + port;
  }

  private static Path conf(Path home) {
    return home.resolve("flink");
  }

  private static Path configFile(Path home) {
    return conf(home).resolve("config.yaml");
  }

  /**
   * Writes Flink's configuration. Its restart strategy ends a job that fails repeatedly, because
   * each failure after a checkpoint makes Beam keep more buffers in the state. With RocksDB, a
   * checkpoint writes what has changed since the previous one.
   */
  private static Path write(FlinkPipelineOptions flink, Path home, int restPort) {
    Path conf = conf(home);
    try {
      Files.createDirectories(conf);
      Files.createDirectories(home.resolve("flink-tmp"));
      Files.writeString(
          configFile(home),
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
            backend:
              incremental: true
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
   * Returns the settings that start the job from a savepoint. They are needed because Beam passes
   * the savepoint only to remote clusters.
   */
  private static String savepoint(FlinkPipelineOptions flink) {
    String path = flink.getSavepointPath();
    return path == null
        ? ""
        : "execution.savepoint.path: \"%s\"\nexecution.savepoint.ignore-unclaimed-state: %s"
            .formatted(path, Boolean.TRUE.equals(flink.getAllowNonRestoredState()));
  }
}
