package dev.tally.cli;

import dev.tally.runners.FlinkRest;
import dev.tally.runners.RunnerSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Flink clusters that jobs of this machine may run on. */
final class KnownFlinks {
  private static final Logger LOG = LoggerFactory.getLogger(KnownFlinks.class);
  private static final List<String> JOBS = List.of("aggregation", "attribution", "union");

  private KnownFlinks() {}

  /** A job and where its Flink answers. */
  record RunningJob(FlinkRest flink, String url, FlinkRest.Job job) {}

  /**
   * The jobs that run on the Flink named, or on the local one and on those that {@code ./tally run}
   * has embedded. One that does not answer has no jobs.
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
        LOG.debug("No Flink at {}", url, e);
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
}
