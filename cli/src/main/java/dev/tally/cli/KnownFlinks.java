package dev.tally.cli;

import dev.tally.runners.FlinkRest;
import dev.tally.runners.RunnerSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds running jobs on a given Flink cluster, or on the local and embedded clusters of this
 * machine.
 */
final class KnownFlinks {
  private static final Logger LOG = LoggerFactory.getLogger(KnownFlinks.class);
  private static final List<String> JOBS =
      List.of("aggregation", "attribution", "budget", "reach", "union");

  private KnownFlinks() {}

  /**
   * A running job and the REST address of its Flink cluster.
   *
   * @param options the options with which the job was started
   */
  record RunningJob(FlinkRest flink, String url, FlinkRest.Job job, Map<String, String> options) {
    /** Returns the value of an option, or an empty text if the job was started without it. */
    String option(String name) {
      return options.getOrDefault(name, "");
    }
  }

  /**
   * Returns the jobs that run on {@code flinkMaster}; if it is null, the jobs on the local Flink
   * cluster and on the embedded clusters of {@code ./tally run}. Local and embedded clusters that
   * do not respond are skipped.
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
      RunnerSettings.embeddedRestUrl(stack.path().resolve(job)).ifPresent(urls::add);
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
    for (FlinkRest.Job job : flink.jobs()) {
      if (!job.hasEnded()) {
        running.add(new RunningJob(flink, url, job, flink.options(job)));
      }
    }
  }
}
