package dev.tally.runners;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** JSON over HTTP, as Flink's REST interface speaks it. */
final class FlinkHttp {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final String url;

  FlinkHttp(String url) {
    this.url = url;
  }

  JsonNode get(String path) throws IOException {
    return send("GET", path, BodyPublishers.noBody());
  }

  JsonNode post(String path, Map<String, Object> body) throws IOException {
    return send("POST", path, BodyPublishers.ofString(JSON.writeValueAsString(body)));
  }

  void patch(String path) throws IOException {
    send("PATCH", path, BodyPublishers.noBody());
  }

  private JsonNode send(String method, String path, BodyPublisher body) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .method(method, body)
            .build();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new IOException(
            "Flink at %s answers %d to %s%s"
                .formatted(url, response.statusCode(), path, why(response.body())));
      }
      return JSON.readTree(response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while asking Flink at " + url, e);
    } catch (java.net.ConnectException e) {
      throw new IOException("No Flink answers at " + url, e);
    }
  }

  /** The first line that Flink gives as a reason, after a colon; empty if it gives none. */
  private static String why(String body) throws IOException {
    try {
      String error = JSON.readTree(body).path("errors").path(0).asText();
      return error.isEmpty() ? "" : ": " + error.lines().findFirst().orElse("");
    } catch (com.fasterxml.jackson.core.JsonProcessingException notJson) {
      return "";
    }
  }
}
