package dev.tally.it.kafkaiosink;

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

/** Triggers checkpoints of the only job of an embedded Flink, and reads its state, over REST. */
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

  /** Returns true if the cluster responds. */
  boolean answers() {
    try {
      get("/jobs/overview");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns true if all tasks run. */
  boolean running() throws IOException {
    for (JsonNode vertex : get(job()).path("vertices")) {
      if (!vertex.path("status").asText().equals("RUNNING")) {
        return false;
      }
    }
    return true;
  }

  /** Returns the innermost cause of each failure of the job, the oldest first. */
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

  /** Returns how many records the task with this name has received. */
  long recordsInto(String task) throws IOException {
    for (JsonNode vertex : get(job()).path("vertices")) {
      if (vertex.path("name").asText().contains(task)) {
        return vertex.path("metrics").path("read-records").asLong();
      }
    }
    throw new IOException("There is no task with the name " + task);
  }

  /**
   * Returns how many checkpoints and savepoints wait for a single task, after all others have
   * acknowledged.
   */
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
   * Triggers a checkpoint and waits for its end.
   *
   * @return why it failed; empty if it is complete
   */
  Optional<String> checkpoint() throws IOException {
    return failure(ended(startCheckpoint()));
  }

  /** Triggers a checkpoint; returns the path at which Flink reports its result. */
  String startCheckpoint() throws IOException {
    String trigger = post(job() + "/checkpoints", "{\"checkpointType\":\"FULL\"}");
    return job() + "/checkpoints/" + trigger;
  }

  /** Triggers a savepoint; returns the path at which Flink reports its result. */
  String startSavepoint(String directory) throws IOException {
    String body = "{\"target-directory\":\"%s\",\"cancel-job\":false}".formatted(directory);
    return job() + "/savepoints/" + post(job() + "/savepoints", body);
  }

  /** Triggers a savepoint, waits for its end and returns its location. */
  String savepoint(String directory) throws IOException {
    return ended(startSavepoint(directory)).path("location").asText();
  }

  /** Waits for the end of a checkpoint or savepoint; returns its result. */
  JsonNode ended(String operation) {
    await()
        .atMost(KafkaIoJob.DEADLINE)
        .pollInterval(POLL)
        .ignoreExceptions()
        .until(() -> get(operation).path("status").path("id").asText().equals("COMPLETED"));
    try {
      return get(operation).path("operation");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /**
   * Returns why a checkpoint or savepoint failed; empty if it did not. The two have different names
   * for the cause.
   */
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
