package dev.tally.runners;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Flink cluster tells of its jobs over REST. Read only.
 *
 * <p>Errors: an {@link IOException} if the cluster does not answer.
 */
public final class FlinkRest {
  private static final String CAUSED_BY = "Caused by: ";
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /**
   * Beam calls a counter by its class and name, Flink puts the operator before it, and its REST
   * interface an underscore for each dot.
   */
  private static final Pattern COUNTER =
      Pattern.compile(
          ".*(?:dev[._]tally[._].*[._][A-Z][A-Za-z]*[._]([a-z0-9_]+)|(?<=[._])(droppedDueToLateness))");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final String url;

  private FlinkRest(String url) {
    this.url = url;
  }

  /**
   * A cluster by its REST address.
   *
   * @param url e.g. {@code "http://127.0.0.1:8081"}
   */
  public static FlinkRest at(String url) {
    return new FlinkRest(url);
  }

  /**
   * A job on the cluster.
   *
   * @param id 32 hexadecimal digits
   * @param state as Flink calls it, e.g. {@code RUNNING}
   */
  public record Job(String id, String state) {}

  /**
   * How often a job has been checkpointed and restored since its start.
   *
   * @param completed checkpoints completed
   * @param failed checkpoints aborted
   * @param restored restores from a checkpoint
   */
  public record Checkpoints(long completed, long failed, long restored) {}

  /** The job that started last; empty if there is none. */
  public Optional<Job> latestJob() throws IOException {
    JsonNode latest = null;
    for (JsonNode job : get("/jobs/overview").path("jobs")) {
      if (latest == null || job.path("start-time").asLong() > latest.path("start-time").asLong()) {
        latest = job;
      }
    }
    return Optional.ofNullable(latest)
        .map(job -> new Job(job.path("jid").asText(), job.path("state").asText()));
  }

  /**
   * A failure that made a job restart.
   *
   * @param at epoch ms, the cluster's clock
   * @param cause the innermost exception and its message
   */
  public record Failure(long at, String cause) {}

  /** The latest failure of the job; empty if there was none. */
  public Optional<Failure> latestFailure(Job job) throws IOException {
    JsonNode latest =
        get("/jobs/" + job.id() + "/exceptions?maxExceptions=1")
            .path("exceptionHistory")
            .path("entries")
            .path(0);
    return latest.isMissingNode()
        ? Optional.empty()
        : Optional.of(
            new Failure(
                latest.path("timestamp").asLong(), innermost(latest.path("stacktrace").asText())));
  }

  /** The last line of a stack trace that names a cause, or its first line. */
  static String innermost(String stackTrace) {
    String cause = stackTrace.lines().findFirst().orElse("unknown");
    for (String line : stackTrace.lines().toList()) {
      if (line.startsWith(CAUSED_BY)) {
        cause = line.substring(CAUSED_BY.length());
      }
    }
    return cause;
  }

  /** How the job's checkpoints go. */
  public Checkpoints checkpoints(Job job) throws IOException {
    JsonNode counts = get("/jobs/" + job.id() + "/checkpoints").path("counts");
    return new Checkpoints(
        counts.path("completed").asLong(),
        counts.path("failed").asLong(),
        counts.path("restored").asLong());
  }

  /**
   * The counters of a running job since its last restore, summed over subtasks.
   *
   * <p>Flink answers from a copy that each question makes it refresh: the first answer may be
   * empty, later ones are some seconds old ({@code metrics.fetcher.update-interval}).
   *
   * @return by the counter's last name, e.g. {@code duplicates_dropped}; counters of one name are
   *     added up
   */
  public Map<String, Long> counters(Job job) throws IOException {
    Map<String, Long> counters = new TreeMap<>();
    for (JsonNode vertex : get("/jobs/" + job.id()).path("vertices")) {
      String metrics =
          "/jobs/%s/vertices/%s/subtasks/metrics".formatted(job.id(), vertex.path("id").asText());
      for (JsonNode metric : get(metrics)) {
        String id = metric.path("id").asText();
        Optional<String> name = counterName(id);
        if (name.isPresent()) {
          for (JsonNode value : get(metrics + "?agg=sum&get=" + URLEncoder.encode(id, UTF_8))) {
            counters.merge(name.get(), value.path("sum").asLong(), Long::sum);
          }
        }
      }
    }
    return counters;
  }

  /** The last name of a counter of Tally, or of the one that every run must have at zero. */
  static Optional<String> counterName(String metric) {
    Matcher matcher = COUNTER.matcher(metric);
    return matcher.matches()
        ? Optional.of(matcher.group(matcher.group(1) == null ? 2 : 1))
        : Optional.empty();
  }

  private JsonNode get(String path) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url + path)).timeout(TIMEOUT).build();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException(
            "Flink at %s answers %d to %s".formatted(url, response.statusCode(), path));
      }
      return JSON.readTree(response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while asking Flink at " + url, e);
    }
  }
}
