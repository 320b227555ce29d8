package dev.tally.runners;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tally.runners.FlinkRest.Job;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Requests a savepoint and waits until Flink has completed it. */
final class SavepointRequest {
  private static final long POLL_EVERY_MILLIS = 200;
  private static final Set<String> STARTING =
      Set.of("CREATED", "SCHEDULED", "DEPLOYING", "INITIALIZING");

  private final FlinkHttp http;
  private final Job job;
  private final Duration atMost;
  private final long end;

  private SavepointRequest(FlinkHttp http, Job job, Duration atMost) {
    this.http = http;
    this.job = job;
    this.atMost = atMost;
    this.end = System.nanoTime() + atMost.toNanos();
  }

  /** Creates a savepoint of a job that keeps running; returns its path. */
  static String of(FlinkHttp http, Job job, Duration atMost) throws IOException {
    return new SavepointRequest(http, job, atMost).take("savepoints", Map.of("cancel-job", false));
  }

  /** Creates a savepoint and stops the job; returns its path. */
  static String stopping(FlinkHttp http, Job job, Duration atMost) throws IOException {
    return new SavepointRequest(http, job, atMost).take("stop", Map.of("drain", false));
  }

  private String take(String what, Map<String, Object> how) throws IOException {
    awaitTasks();
    String trigger =
        http.post("/jobs/%s/%s".formatted(job.id(), what), how).path("request-id").asText();
    String path = "/jobs/%s/savepoints/%s".formatted(job.id(), trigger);
    JsonNode answer = http.get(path);
    while (!answer.path("status").path("id").asText().equals("COMPLETED")) {
      pauseOrGiveUp();
      answer = http.get(path);
    }
    return location(answer.path("operation"));
  }

  /** Waits until no task is starting, e.g. after a restart: Flink rejects savepoints until then. */
  private void awaitTasks() throws IOException {
    JsonNode now = http.get("/jobs/" + job.id());
    while (isStarting(now)) {
      pauseOrGiveUp();
      now = http.get("/jobs/" + job.id());
    }
  }

  private static boolean isStarting(JsonNode job) {
    boolean starting = job.path("state").asText().equals("RESTARTING");
    for (JsonNode vertex : job.path("vertices")) {
      starting |= STARTING.contains(vertex.path("status").asText());
    }
    return starting;
  }

  private void pauseOrGiveUp() throws IOException {
    if (System.nanoTime() - end >= 0) {
      throw new IOException(
          "No savepoint of %s (%s) was completed within %d s: check whether its checkpoints complete, and try again."
              .formatted(job.name(), job.id(), atMost.toSeconds()));
    }
    pause();
  }

  private String location(JsonNode operation) throws IOException {
    if (operation.has("failure-cause")) {
      throw new IOException(
          "The savepoint of %s (%s) failed, and the job keeps running: %s"
              .formatted(
                  job.name(),
                  job.id(),
                  Failure.innermost(operation.path("failure-cause").path("stack-trace").asText())));
    }
    return operation.path("location").asText();
  }

  static void pause() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_EVERY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while waiting for Flink", e);
    }
  }
}
