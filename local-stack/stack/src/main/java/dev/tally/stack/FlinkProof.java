package dev.tally.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * The JobManager tells of its jobs; and it reaches a TaskManager, whose threads it fetches, that
 * has slots.
 */
final class FlinkProof {
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String rest;

  FlinkProof(Ports jobManager) {
    this.rest = "http://" + jobManager.address(FlinkJobManager.REST);
  }

  boolean answers() {
    try {
      takesJobs(ANSWER);
      return true;
    } catch (ProofException e) {
      return false;
    }
  }

  void takesJobs(Duration atMost) throws ProofException {
    get("/jobs/overview", atMost);
  }

  /** The process that registered under the name may be one that has died: it must answer. */
  void runsTasks(String taskManager, Duration atMost) throws ProofException {
    boolean hasSlots = false;
    for (JsonNode found : get("/taskmanagers", atMost).path("taskmanagers")) {
      hasSlots |=
          found.path("id").asText().equals(taskManager) && found.path("slotsNumber").asInt() > 0;
    }
    if (!hasSlots) {
      throw new ProofException(taskManager + " has not registered its slots", null);
    }
    get("/taskmanagers/" + taskManager + "/thread-dump", atMost);
  }

  private JsonNode get(String path, Duration atMost) throws ProofException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(rest + path)).timeout(atMost).build();
    try {
      HttpResponse<String> response =
          HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new ProofException(
            "%s%s answers %d".formatted(rest, path, response.statusCode()), null);
      }
      return JSON.readTree(response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProofException("interrupted", e);
    } catch (IOException e) {
      throw new ProofException(rest + path + " does not answer", e);
    }
  }
}
