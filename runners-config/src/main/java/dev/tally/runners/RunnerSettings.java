package dev.tally.runners;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.runners.flink.OneCheckpointAtATime;
import org.apache.beam.runners.flink.TwoPhaseTranslation;
import org.apache.beam.sdk.PipelineRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * The runner settings under which Tally's guarantees hold. {@link #complete} sets what Tally
 * requires and what the user left open; {@link #problems} reports which of the user's settings
 * would break the guarantees or prevent the job from being submitted.
 */
public final class RunnerSettings {
  /** Milliseconds between checkpoints. */
  private static final long CHECKPOINT_INTERVAL = 10_000;

  /** Minimum time from the end of a completed checkpoint to the start of the next one, in ms. */
  private static final long CHECKPOINT_PAUSE = 100;

  /**
   * The value of {@code --numConcurrentCheckpoints}. Beam keeps one stable-input buffer more than
   * this number. With too few buffers, Beam can release records that no completed checkpoint
   * contains, after a restart, a savepoint or an aborted checkpoint (docs/kafka-io-sink.md, section
   * f). {@link OneCheckpointAtATime} prevents Flink from running this many checkpoints at once.
   */
  private static final int CHECKPOINT_BUFFERS = 16;

  /** Flink's default. */
  private static final Duration DEFAULT_CHECKPOINT_TIMEOUT = Duration.ofMinutes(10);

  private static final long BUNDLE_MILLIS = 200;
  private static final long BUNDLE_ELEMENTS = 10_000;
  private static final long WATERMARK_MILLIS = 100;
  private static final String EXACTLY_ONCE = "EXACTLY_ONCE";
  private static final String HTTPS = "https://";

  private RunnerSettings() {}

  /** Returns the runner that jobs use if none is named. */
  public static Class<? extends PipelineRunner<?>> defaultRunner() {
    return FlinkRunner.class;
  }

  /** Returns true if the pipeline is to run on Flink. */
  public static boolean onFlink(PipelineOptions options) {
    return options.getRunner() == FlinkRunner.class;
  }

  /**
   * Sets the options that Tally requires and those that the user left open.
   *
   * @param directory the directory of an embedded Flink's checkpoints and configuration, or of the
   *     files that are uploaded to a remote Flink
   * @param restPort the port of an embedded Flink's REST interface on loopback
   */
  public static void complete(PipelineOptions options, Path directory, int restPort) {
    if (options.getRunner() == DirectRunner.class) {
      options.as(DirectOptions.class).setBlockOnRun(false);
    }
    if (!onFlink(options)) {
      return;
    }
    FlinkPipelineOptions flink = options.as(FlinkPipelineOptions.class);
    flink.setStreaming(true);
    flink.setAttachedMode(false);
    completeCheckpoints(flink);
    OneCheckpointAtATime.enforce();
    TwoPhaseTranslation.register();
    if (flink.getAutoWatermarkInterval() == null) {
      flink.setAutoWatermarkInterval(WATERMARK_MILLIS);
    }
    if (flink.getMaxBundleTimeMills() == 1_000L) {
      flink.setMaxBundleTimeMills(BUNDLE_MILLIS);
    }
    if (flink.getMaxBundleSize() == 1_000L) {
      flink.setMaxBundleSize(BUNDLE_ELEMENTS);
    }
    flink.setFasterCopy(true);
    // Otherwise output that a bundle emits during a checkpoint is held back until the next bundle
    // starts.
    flink.setFinishBundleBeforeCheckpointing(true);
    if (embedded(flink)) {
      flink.setFlinkMaster("[local]");
      EmbeddedFlink.configure(flink, directory, restPort);
    } else {
      RemoteFlink.configure(flink, directory);
    }
  }

  private static void completeCheckpoints(FlinkPipelineOptions flink) {
    if (unset(flink.getCheckpointingInterval())) {
      flink.setCheckpointingInterval(CHECKPOINT_INTERVAL);
    }
    if (unset(flink.getMinPauseBetweenCheckpoints())) {
      flink.setMinPauseBetweenCheckpoints(CHECKPOINT_PAUSE);
    }
    if (flink.getNumConcurrentCheckpoints() == 1) {
      flink.setNumConcurrentCheckpoints(CHECKPOINT_BUFFERS);
    }
    if (flink.isExternalizedCheckpointsEnabled() == null
        || !flink.isExternalizedCheckpointsEnabled()) {
      flink.setExternalizedCheckpointsEnabled(true);
      flink.setRetainExternalizedCheckpointsOnCancellation(true);
    }
  }

  /**
   * Returns the URL of the REST interface of the Flink that these options name; null for another
   * runner.
   */
  public static @Nullable String restUrl(PipelineOptions options, int restPort) {
    if (!onFlink(options)) {
      return null;
    }
    return onRemoteFlink(options)
        ? restUrl(options.as(FlinkPipelineOptions.class).getFlinkMaster())
        : EmbeddedFlink.restUrl(restPort);
  }

  /**
   * Changes the REST port of an embedded Flink that has not started yet. A configuration that the
   * user specifies with {@code --flinkConfDir} is not changed.
   *
   * @param directory the directory passed to {@link #complete}
   */
  public static void useRestPort(PipelineOptions options, Path directory, int restPort) {
    if (onFlink(options) && !onRemoteFlink(options)) {
      EmbeddedFlink.useRestPort(options.as(FlinkPipelineOptions.class), directory, restPort);
    }
  }

  /**
   * Returns the REST URL of the last embedded Flink of a job, e.g. {@code http://127.0.0.1:30123}.
   *
   * @param directory the directory passed to {@link #complete}
   * @return the URL, although that Flink may have ended; empty if the job had no embedded Flink
   */
  public static Optional<String> embeddedRestUrl(Path directory) throws IOException {
    return EmbeddedFlink.restUrl(directory);
  }

  /**
   * Returns the URL of a Flink cluster's REST interface.
   *
   * @param flinkMaster as in {@code --flinkMaster}, e.g. {@code jobmanager:8081} or {@code
   *     https://jobmanager:8081}
   */
  public static String restUrl(String flinkMaster) {
    String scheme = flinkMaster.startsWith(HTTPS) ? HTTPS : "http://";
    String address = flinkMaster.replaceFirst("^https?://", "").replaceFirst("/+$", "");
    return scheme + (address.matches(".*:\\d+") ? address : address + ":8081");
  }

  /** Returns true if the pipeline is to run on a Flink cluster that outlives this JVM. */
  public static boolean onRemoteFlink(PipelineOptions options) {
    return onFlink(options) && !embedded(options.as(FlinkPipelineOptions.class));
  }

  /**
   * Makes the pipeline start from a savepoint or a retained checkpoint.
   *
   * @param savepoint a URI that the cluster can read, or a path on this machine
   */
  public static void startFrom(PipelineOptions options, String savepoint) {
    if (!onFlink(options)) {
      throw new IllegalArgumentException("--from needs --runner=FlinkRunner.");
    }
    Path here = Path.of(savepoint);
    options
        .as(FlinkPipelineOptions.class)
        .setSavepointPath(
            Files.exists(here) ? here.toAbsolutePath().toUri().toString() : savepoint);
  }

  /** Returns the requested number of subtasks; -1 if the runner decides. */
  public static int parallelism(PipelineOptions options) {
    return onFlink(options) ? options.as(FlinkPipelineOptions.class).getParallelism() : -1;
  }

  /**
   * Returns how long a checkpoint may last. Default: Flink's default of 10 minutes, also for other
   * runners.
   */
  public static Duration checkpointTimeout(PipelineOptions options) {
    if (!onFlink(options)) {
      return DEFAULT_CHECKPOINT_TIMEOUT;
    }
    Long millis = options.as(FlinkPipelineOptions.class).getCheckpointTimeoutMillis();
    return millis == null || unset(millis) ? DEFAULT_CHECKPOINT_TIMEOUT : Duration.ofMillis(millis);
  }

  /** Returns the time from one checkpoint to the next; zero for a runner without checkpoints. */
  public static Duration checkpointInterval(PipelineOptions options) {
    return onFlink(options)
        ? Duration.ofMillis(
            Math.max(0, options.as(FlinkPipelineOptions.class).getCheckpointingInterval()))
        : Duration.ZERO;
  }

  /** Returns the savepoint from which the job is to start; null if it starts without state. */
  public static @Nullable String savepoint(PipelineOptions options) {
    return onFlink(options) ? options.as(FlinkPipelineOptions.class).getSavepointPath() : null;
  }

  /**
   * Returns the problems with settings that would make an exactly-once write lose or repeat
   * records, or that prevent Flink's client from submitting the job; empty if there are none.
   */
  public static List<String> problems(PipelineOptions options) {
    List<String> problems = new ArrayList<>();
    if (!onFlink(options)) {
      problems.add(
          ("Runner %s has no stable input, so an exactly-once write could repeat records: use"
                  + " --runner=FlinkRunner, or --kafkaSink=AT_LEAST_ONCE for a test.")
              .formatted(options.getRunner().getSimpleName()));
      return problems;
    }
    FlinkPipelineOptions flink = options.as(FlinkPipelineOptions.class);
    if (onRemoteFlink(options)
        && flink.getFlinkMaster().startsWith(HTTPS)
        && flink.getFlinkConfDir() == null) {
      problems.add(
          ("--flinkMaster=%s: to submit a job over TLS, Flink's client needs --flinkConfDir=DIR,"
                  + " whose config.yaml has security.ssl.rest.enabled: true,"
                  + " security.ssl.rest.truststore and security.ssl.rest.truststore-password.")
              .formatted(flink.getFlinkMaster()));
    }
    if (!EXACTLY_ONCE.equals(flink.getCheckpointingMode())) {
      problems.add(
          "--checkpointingMode=%s repeats records after a failure: leave it out, or use EXACTLY_ONCE."
              .formatted(flink.getCheckpointingMode()));
    }
    if (flink.getCheckpointingInterval() < 1) {
      problems.add(
          "--checkpointingInterval must be at least 1 (ms): nothing is written without checkpoints.");
    }
    if (flink.getNumConcurrentCheckpoints() < CHECKPOINT_BUFFERS) {
      problems.add(
          ("--numConcurrentCheckpoints=%d leaves Beam too few buffers: after a restart or an aborted"
                  + " checkpoint, it could write records that no checkpoint contains. Leave it out,"
                  + " or use %d.")
              .formatted(flink.getNumConcurrentCheckpoints(), CHECKPOINT_BUFFERS));
    }
    if (!flink.getFailOnCheckpointingErrors()) {
      problems.add(
          "--failOnCheckpointingErrors=false lets Beam write records that no checkpoint contains"
              + " after several failed checkpoints in a row: leave it out.");
    }
    if (flink.getMinPauseBetweenCheckpoints() < 1) {
      problems.add(
          "--minPauseBetweenCheckpoints must be at least 1 (ms): the job needs time between checkpoints.");
    }
    return problems;
  }

  private static boolean embedded(FlinkPipelineOptions flink) {
    String master = flink.getFlinkMaster();
    return master == null || master.equals("[auto]") || master.equals("[local]");
  }

  private static boolean unset(@Nullable Long value) {
    return value == null || value == -1L;
  }
}
