package dev.tally.cli;

import dev.tally.runners.FlinkRest;
import dev.tally.runners.RunnerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds running jobs on the Flink clusters that this machine knows. */
final class KnownFlinks {
  private static final Logger LOG = LoggerFactory.getLogger(KnownFlinks.class);
  private static final List<String> JOBS = List.of("aggregation", "attribution", "union");
  private static final Pattern PORT = Pattern.compile("(?m)^ *port: (\\d{1,5})$");

  private KnownFlinks() {}

  /** A running job and the REST address of its Flink cluster. */
  record RunningJob(FlinkRest flink, String url, FlinkRest.Job job) {}

  /**
   * Returns the jobs that run on {@code flinkMaster}; if it is null, the jobs on the local Flink
   * cluster and on the embedded clusters of {@code ./tally run}. Of these, clusters that do not
   * respond are skipped.
   */
  static List<RunningJob> running(StackDirectory stack, @Nullable String flinkMaster)
      throws IOException {
    List<RunningJob> running = new ArrayList<>();
    if (flinkMaster != null) {
      add(running, RunnerSettings.restUrl(flinkMaster));
      return running;
    }
    List<String> urls = new ArrayList<>();
    stack.flinkIfUp().ifPresent(urls::add);
    for (String job : JOBS) {
      embedded(stack.path().resolve(job).resolve("flink/config.yaml")).ifPresent(urls::add);
    }
    for (String url : urls.stream().distinct().toList()) {
      try {
        add(running, url);
      } catch (IOException e) {
        LOG.debug("Flink does not respond at {}", url, e);
      }
    }
    return running;
  }

  private static void add(List<RunningJob> running, String url) throws IOException {
    FlinkRest flink = FlinkRest.at(url);
    flink.jobs().stream()
        .filter(job -> !job.hasEnded())
        .forEach(job -> running.add(new RunningJob(flink, url, job)));
  }

  private static Optional<String> embedded(Path config) throws IOException {
    if (!Files.isReadable(config)) {
      return Optional.empty();
    }
    Matcher port = PORT.matcher(Files.readString(config));
    return port.find() ? Optional.of("http://127.0.0.1:" + port.group(1)) : Optional.empty();
  }
}
