package dev.tally.it.stocksink;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The one job of an embedded Flink: told when to take checkpoints, asked how it fares. */
final class JobRest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final String CAUSED_BY = "Caused by: ";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;

  private JobRest(String url) {
    this.url = url;
  }

  static JobRest at(int port) {
    return new JobRest("http://127.0.0.1:" + port);
  }

  /** True if the cluster is there. */
  boolean answers() {
    try {
      get("/jobs/overview");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** True if all tasks run. */
  boolean running() throws IOException {
    for (JsonNode vertex : get(job()).path("vertices")) {
      if (!vertex.path("status").asText().equals("RUNNING")) {
        return false;
      }
    }
    return true;
  }

  /** The innermost cause of each failure of the job, the oldest first. */
  List<String> failures() throws IOException {
    List<String> failures = new ArrayList<>();
    for (JsonNode entry :
        get(job() + "/exceptions?maxExceptions=50").path("exceptionHistory").path("entries")) {
      failures.add(innermost(entry.path("stacktrace").asText()));
    }
    Collections.reverse(failures);
    return failures;
  }

  private static String innermost(String stackTrace) {
    List<String> lines = stackTrace.lines().toList();
    String cause = lines.get(0);
    for (String line : lines) {
      if (line.startsWith(CAUSED_BY)) {
        cause = line.substring(CAUSED_BY.length());
      }
    }
    return cause;
  }

  /** How many records have come to the task of the given name. */
  long recordsInto(String task) throws IOException {
    for (JsonNode vertex : get(job()).path("vertices")) {
      if (vertex.path("name").asText().contains(task)) {
        return vertex.path("metrics").path("read-records").asLong();
      }
    }
    throw new IOException("No task is called " + task);
  }

  /** How many checkpoints and savepoints wait for a single task, after all others. */
  long waitingForOneTask() throws IOException {
    long waiting = 0;
    for (JsonNode checkpoint : get(job() + "/checkpoints").path("history")) {
      if (checkpoint.path("status").asText().equals("IN_PROGRESS")
          && checkpoint.path("num_acknowledged_subtasks").asInt()
              == checkpoint.path("num_subtasks").asInt() - 1) {
        waiting++;
      }
    }
    return waiting;
  }

  /**
   * Takes a checkpoint.
   *
   * @return why it failed; empty if it is complete
   */
  Optional<String> checkpoint() throws IOException {
    return failure(ended(startCheckpoint()));
  }

  /** Starts a checkpoint and gives where its end is told. */
  String startCheckpoint() throws IOException {
    String trigger = post(job() + "/checkpoints", "{\"checkpointType\":\"FULL\"}");
    return job() + "/checkpoints/" + trigger;
  }

  /** Starts a savepoint and gives where its end is told. */
  String startSavepoint(String directory) throws IOException {
    String body = "{\"target-directory\":\"%s\",\"cancel-job\":false}".formatted(directory);
    return job() + "/savepoints/" + post(job() + "/savepoints", body);
  }

  /** Takes a savepoint and gives its path. */
  String savepoint(String directory) throws IOException {
    return ended(startSavepoint(directory)).path("location").asText();
  }

  /** Waits for the end of a checkpoint or savepoint. */
  JsonNode ended(String operation) {
    await()
        .atMost(StockJob.DEADLINE)
        .pollInterval(POLL)
        .ignoreExceptions()
        .until(() -> get(operation).path("status").path("id").asText().equals("COMPLETED"));
    try {
      return get(operation).path("operation");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Why a checkpoint or savepoint failed, each of which calls it by another name; else empty. */
  static Optional<String> failure(JsonNode operation) {
    return Stream.of(operation.path("failure-cause"), operation.path("failureCause"))
        .filter(JsonNode::isObject)
        .map(cause -> innermost(cause.path("stack-trace").asText()))
        .findFirst();
  }

  private String job() throws IOException {
    return "/jobs/" + get("/jobs/overview").path("jobs").path(0).path("jid").asText();
  }

  private JsonNode get(String path) throws IOException {
    return send(HttpRequest.newBuilder(URI.create(url + path)));
  }

  private String post(String path, String body) throws IOException {
    return send(HttpRequest.newBuilder(URI.create(url + path)).POST(BodyPublishers.ofString(body)))
        .path("request-id")
        .asText();
  }

  private JsonNode send(HttpRequest.Builder request) throws IOException {
    try {
      HttpResponse<String> response =
          http.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        throw new IOException(response.statusCode() + ": " + response.body());
      }
      return JSON.readTree(response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
