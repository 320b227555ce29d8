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
 * Checks that the JobManager reports its jobs, and that it can reach a TaskManager that has slots.
 * For the latter the JobManager fetches the TaskManager's thread dump.
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

  /**
   * Checks that a TaskManager responds, because the process that registered under the name may have
   * died.
   */
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
            "%s%s returned status %d".formatted(rest, path, response.statusCode()), null);
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
