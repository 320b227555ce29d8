package dev.tally.runners;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLException;

/** A client for JSON over HTTP, as Flink's REST interface uses it. */
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
        HttpRequest.newBuilder(uri(path))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .method(method, body)
            .build();
    try {
      HttpResponse<String> response = answer(request);
      if (response.statusCode() / 100 != 2) {
        throw new IOException(
            "Flink at %s returned status %d for %s%s"
                .formatted(url, response.statusCode(), path, why(response.body())));
      }
      return JSON.readTree(response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while waiting for Flink at " + url, e);
    } catch (ConnectException | HttpTimeoutException e) {
      throw new IOException(
          "No Flink answers at %s: is it up, and is that the host and port of its REST interface?"
              .formatted(url),
          e);
    } catch (JsonProcessingException e) {
      throw new IOException(notFlink("its response is not JSON"), e);
    } catch (SSLException e) {
      throw new IOException(
          "Flink at %s: TLS failed: %s. If it does not use TLS, write http://; otherwise make the JVM trust its certificate: TALLY_JVM='-Djavax.net.ssl.trustStore=FILE'."
              .formatted(url, e.getMessage()),
          e);
    }
  }

  private HttpResponse<String> answer(HttpRequest request)
      throws IOException, InterruptedException {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (ConnectException | HttpTimeoutException | SSLException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(notFlink(String.valueOf(e.getMessage())), e);
    }
  }

  private URI uri(String path) throws IOException {
    try {
      return URI.create(url + path);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "%s is not an address of Flink: write host:port, http://host:port or https://host:port."
              .formatted(url),
          e);
    }
  }

  private String notFlink(String what) {
    return "The server at %s is not Flink's REST interface (%s): use the host and port of that interface."
        .formatted(url, what);
  }

  /**
   * Returns the first line of the reason that the response states, after a colon; empty if there is
   * none.
   */
  private static String why(String body) throws IOException {
    try {
      String error = JSON.readTree(body).path("errors").path(0).asText();
      return error.isEmpty() ? "" : ": " + error.lines().findFirst().orElse("");
    } catch (JsonProcessingException notJson) {
      return "";
    }
  }
}
