package dev.tally.runners;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the state of a Flink cluster and its jobs over REST, cancels and stops jobs, and creates
 * savepoints.
 *
 * <p>Errors: an {@link IOException} if the cluster does not respond or does not execute a request.
 */
public final class FlinkRest {
  private static final Set<String> ENDED = Set.of("FINISHED", "CANCELED", "FAILED", "SUSPENDED");

  /**
   * The name of a counter in Flink's REST interface. Beam names a counter after its class and name,
   * Flink puts the operator in front, and the REST interface replaces dots with underscores.
   */
  private static final Pattern COUNTER =
      Pattern.compile(
          ".*(?:dev[._]tally[._].*[._][A-Z][A-Za-z]*[._]([a-z0-9_]+)|(?<=[._])(droppedDueToLateness))");

  private final FlinkHttp http;

  private FlinkRest(FlinkHttp http) {
    this.http = http;
  }

  /**
   * Returns the cluster with a REST address.
   *
   * @param url e.g. {@code "http://127.0.0.1:8081"}
   */
  public static FlinkRest at(String url) {
    return new FlinkRest(new FlinkHttp(url));
  }

  /**
   * A job on the cluster.
   *
   * @param id 32 hexadecimal digits
   * @param name the name with which it was started, e.g. {@code tally-aggregation}
   * @param state as Flink names it, e.g. {@code RUNNING}
   */
  public record Job(String id, String name, String state) {
    /** Returns true if the job will never run again. */
    public boolean hasEnded() {
      return ENDED.contains(state);
    }
  }

  /**
   * The resources of the cluster for running tasks.
   *
   * @param taskManagers the number of TaskManagers registered with the JobManager
   * @param slots the total number of slots
   * @param freeSlots the number of slots that are free
   */
  public record Capacity(int taskManagers, int slots, int freeSlots) {}

  /**
   * The numbers of a job's checkpoints and restores since its start.
   *
   * @param completed completed checkpoints
   * @param failed aborted checkpoints
   * @param restored restores from a checkpoint
   */
  public record CheckpointCounts(long completed, long failed, long restored) {}

  /**
   * What a chain of steps has sent to other chains.
   *
   * @param name the names of the steps
   * @param bytes encoded bytes, without those of the network protocol
   * @param records Flink's records: elements, watermarks not included
   */
  public record Traffic(String name, long bytes, long records) {}

  /** Returns the job that was started last; empty if there is none. */
  public Optional<Job> latestJob() throws IOException {
    return jobs().stream().findFirst();
  }

  /** Returns all jobs that the cluster knows, the most recently started first. */
  public List<Job> jobs() throws IOException {
    List<JsonNode> jobs = new ArrayList<>();
    http.get("/jobs/overview").path("jobs").forEach(jobs::add);
    jobs.sort(Comparator.comparing((JsonNode job) -> -job.path("start-time").asLong()));
    return jobs.stream()
        .map(
            job ->
                new Job(
                    job.path("jid").asText(),
                    job.path("name").asText(),
                    job.path("state").asText()))
        .toList();
  }

  /**
   * Returns a job by its name or id. If several jobs have the name, returns the most recently
   * started one that has not ended or, if all have ended, the most recently started one.
   */
  public Optional<Job> job(String nameOrId) throws IOException {
    return jobs().stream()
        .filter(job -> job.id().equals(nameOrId) || job.name().equals(nameOrId))
        .min(Comparator.comparing(Job::hasEnded));
  }

  /** Returns the options with which a job was started, by name, e.g. {@code sinkGroup}. */
  public Map<String, String> options(Job job) throws IOException {
    Map<String, String> options = new TreeMap<>();
    http.get("/jobs/" + job.id() + "/config")
        .path("execution-config")
        .path("user-config")
        .properties()
        .forEach(option -> options.put(option.getKey(), option.getValue().asText()));
    return options;
  }

  /** Returns the resources of the cluster for running tasks. */
  public Capacity capacity() throws IOException {
    JsonNode overview = http.get("/overview");
    return new Capacity(
        overview.path("taskmanagers").asInt(),
        overview.path("slots-total").asInt(),
        overview.path("slots-available").asInt());
  }

  /** Returns what each chain of steps of a job has sent since its start, in Flink's order. */
  public List<Traffic> traffic(Job job) throws IOException {
    List<Traffic> sent = new ArrayList<>();
    for (JsonNode vertex : http.get("/jobs/" + job.id()).path("vertices")) {
      JsonNode metrics = vertex.path("metrics");
      sent.add(
          new Traffic(
              vertex.path("name").asText(),
              metrics.path("write-bytes").asLong(),
              metrics.path("write-records").asLong()));
    }
    return sent;
  }

  /** Returns the latest failure of the job; empty if there was none. */
  public Optional<Failure> latestFailure(Job job) throws IOException {
    JsonNode latest =
        http.get("/jobs/" + job.id() + "/exceptions?maxExceptions=1")
            .path("exceptionHistory")
            .path("entries")
            .path(0);
    return latest.isMissingNode()
        ? Optional.empty()
        : Optional.of(
            Failure.of(latest.path("timestamp").asLong(), latest.path("stacktrace").asText()));
  }

  /** Returns the numbers of the job's checkpoints and restores. */
  public CheckpointCounts checkpoints(Job job) throws IOException {
    JsonNode counts = http.get("/jobs/" + job.id() + "/checkpoints").path("counts");
    return new CheckpointCounts(
        counts.path("completed").asLong(),
        counts.path("failed").asLong(),
        counts.path("restored").asLong());
  }

  /**
   * Returns the job's checkpoints that have ended, the newest first. Flink remembers only the
   * latest ones.
   */
  public List<Checkpoint> endedCheckpoints(Job job) throws IOException {
    List<Checkpoint> ended = new ArrayList<>();
    for (JsonNode checkpoint : http.get("/jobs/" + job.id() + "/checkpoints").path("history")) {
      if (!checkpoint.path("status").asText().equals("IN_PROGRESS")) {
        ended.add(Checkpoint.of(checkpoint));
      }
    }
    return ended;
  }

  /**
   * Returns how often the job has been restarted since it was submitted.
   *
   * @return empty until Flink has collected the metric: the first call may return empty, as with
   *     {@link #counters}
   */
  public OptionalLong restarts(Job job) throws IOException {
    JsonNode metric = http.get("/jobs/" + job.id() + "/metrics?get=numRestarts").path(0);
    return metric.isMissingNode()
        ? OptionalLong.empty()
        : OptionalLong.of(metric.path("value").asLong());
  }

  /**
   * Returns the retained checkpoints from which the job can be started again, the newest first.
   * Flink remembers only the latest ones.
   *
   * @return URIs, e.g. {@code file:/data/checkpoints/0a1b…/chk-7}
   */
  public List<String> retainedCheckpoints(Job job) throws IOException {
    List<String> paths = new ArrayList<>();
    for (JsonNode checkpoint : http.get("/jobs/" + job.id() + "/checkpoints").path("history")) {
      if (checkpoint.path("status").asText().equals("COMPLETED")
          && !checkpoint.path("is_savepoint").asBoolean()
          && !checkpoint.path("discarded").asBoolean()) {
        paths.add(checkpoint.path("external_path").asText());
      }
    }
    return paths;
  }

  /** Cancels the job and waits until it has ended. Does nothing if it has ended already. */
  public void cancel(Job job, Duration atMost) throws IOException {
    if (job(job.id()).map(Job::hasEnded).orElse(true)) {
      return;
    }
    http.patch("/jobs/" + job.id() + "?mode=cancel");
    awaitEnd(job, atMost);
  }

  /** Creates a savepoint of a job that keeps running; returns its path. */
  public String savepoint(Job job, Duration atMost) throws IOException {
    return SavepointRequest.of(http, job, atMost);
  }

  /**
   * Stops the job with a savepoint that contains everything the job has processed; returns its
   * path.
   */
  public String stopWithSavepoint(Job job, Duration atMost) throws IOException {
    String path = SavepointRequest.stopping(http, job, atMost);
    awaitEnd(job, atMost);
    return path;
  }

  private void awaitEnd(Job job, Duration atMost) throws IOException {
    long end = System.nanoTime() + atMost.toNanos();
    while (!job(job.id()).map(Job::hasEnded).orElse(true)) {
      if (System.nanoTime() - end >= 0) {
        throw new IOException(
            "%s (%s) has not ended within %d s."
                .formatted(job.name(), job.id(), atMost.toSeconds()));
      }
      SavepointRequest.pause();
    }
  }

  /**
   * Returns the counters of a running job since its last restore, summed over subtasks.
   *
   * <p>Flink responds from a cache and refreshes it after each request: the first result may be
   * empty, and later ones are some seconds old ({@code metrics.fetcher.update-interval}).
   *
   * @return the values by the last part of the counter's name, e.g. {@code duplicates_dropped};
   *     counters with the same name are added up
   */
  public Map<String, Long> counters(Job job) throws IOException {
    Map<String, Long> counters = new TreeMap<>();
    for (JsonNode vertex : http.get("/jobs/" + job.id()).path("vertices")) {
      String metrics =
          "/jobs/%s/vertices/%s/subtasks/metrics".formatted(job.id(), vertex.path("id").asText());
      for (JsonNode metric : http.get(metrics)) {
        String id = metric.path("id").asText();
        Optional<String> name = counterName(id);
        if (name.isPresent()) {
          for (JsonNode value :
              http.get(metrics + "?agg=sum&get=" + URLEncoder.encode(id, UTF_8))) {
            counters.merge(name.get(), value.path("sum").asLong(), Long::sum);
          }
        }
      }
    }
    return counters;
  }

  /**
   * Returns the last part of the name of a Tally counter, or of {@code droppedDueToLateness}, which
   * must be zero in every run; empty for any other metric.
   */
  static Optional<String> counterName(String metric) {
    Matcher matcher = COUNTER.matcher(metric);
    return matcher.matches()
        ? Optional.of(matcher.group(matcher.group(1) == null ? 2 : 1))
        : Optional.empty();
  }
}
