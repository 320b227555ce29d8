package dev.tally.runners;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tally.runners.FlinkRest.Job;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A savepoint that Flink has been asked for, until it is there. */
final class Savepoint {
  private static final long ASK_EVERY_MILLIS = 200;

  private final FlinkHttp http;
  private final Job job;
  private final String path;

  private Savepoint(FlinkHttp http, Job job, String path) {
    this.http = http;
    this.job = job;
    this.path = path;
  }

  /** Asks for one of a job that runs on. */
  static Savepoint of(FlinkHttp http, Job job) throws IOException {
    return ask(http, job, "savepoints", Map.of("cancel-job", false));
  }

  /** Asks for one that ends the job. */
  static Savepoint stopping(FlinkHttp http, Job job) throws IOException {
    return ask(http, job, "stop", Map.of("drain", false));
  }

  private static Savepoint ask(FlinkHttp http, Job job, String what, Map<String, Object> how)
      throws IOException {
    String trigger =
        http.post("/jobs/%s/%s".formatted(job.id(), what), how).path("request-id").asText();
    return new Savepoint(http, job, "/jobs/%s/savepoints/%s".formatted(job.id(), trigger));
  }

  /** Waits for it; gives its path. */
  String await(Duration atMost) throws IOException {
    long end = System.nanoTime() + atMost.toNanos();
    JsonNode answer = http.get(path);
    while (!answer.path("status").path("id").asText().equals("COMPLETED")) {
      if (System.nanoTime() - end >= 0) {
        throw new IOException(
            "No savepoint of %s (%s) within %d s: look whether its checkpoints complete, and try again."
                .formatted(job.name(), job.id(), atMost.toSeconds()));
      }
      pause();
      answer = http.get(path);
    }
    JsonNode operation = answer.path("operation");
    if (operation.has("failure-cause")) {
      throw new IOException(
          "The savepoint of %s (%s) failed, and it runs on: %s"
              .formatted(
                  job.name(),
                  job.id(),
                  FlinkRest.innermost(
                      operation.path("failure-cause").path("stack-trace").asText())));
    }
    return operation.path("location").asText();
  }

  static void pause() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(ASK_EVERY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while waiting for Flink", e);
    }
  }
}
