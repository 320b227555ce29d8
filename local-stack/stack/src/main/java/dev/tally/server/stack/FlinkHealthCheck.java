package dev.tally.server.stack;

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
 * For the second check it requests the thread dump of the TaskManager, which the JobManager has to
 * fetch from that process.
 */
final class FlinkHealthCheck {
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String rest;

  FlinkHealthCheck(Ports jobManager) {
    this.rest = "http://" + jobManager.address(FlinkJobManager.REST);
  }

  boolean answers() {
    try {
      acceptsJobs(ANSWER);
      return true;
    } catch (UnhealthyException e) {
      return false;
    }
  }

  void acceptsJobs(Duration atMost) throws UnhealthyException {
    get("/jobs/overview", atMost);
  }

  /**
   * Checks that the TaskManager with this name has slots and responds. That it is registered is not
   * enough: its process may have died since.
   */
  void runsTasks(String taskManager, Duration atMost) throws UnhealthyException {
    boolean hasSlots = false;
    for (JsonNode found : get("/taskmanagers", atMost).path("taskmanagers")) {
      hasSlots |=
          found.path("id").asText().equals(taskManager) && found.path("slotsNumber").asInt() > 0;
    }
    if (!hasSlots) {
      throw new UnhealthyException(taskManager + " has not registered its slots", null);
    }
    get("/taskmanagers/" + taskManager + "/thread-dump", atMost);
  }

  private JsonNode get(String path, Duration atMost) throws UnhealthyException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(rest + path)).timeout(atMost).build();
    try {
      HttpResponse<String> response =
          HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new UnhealthyException(
            "%s%s returned status %d".formatted(rest, path, response.statusCode()), null);
      }
      return JSON.readTree(response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnhealthyException("interrupted", e);
    } catch (IOException e) {
      throw new UnhealthyException(rest + path + " does not answer", e);
    }
  }
}
