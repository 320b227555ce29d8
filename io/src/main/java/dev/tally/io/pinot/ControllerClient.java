package dev.tally.io.pinot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Calls Pinot's controller over HTTP. A call that fails with a broken connection or a status of
 * 408, 429, 500 or higher, e.g. because the controller is still starting, is retried with
 * exponential backoff until the timeout; every call is idempotent. {@link #upload} is not retried
 * here.
 */
final class ControllerClient {
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);
  private static final String BOUNDARY = "tally-8d1f6a52c07e4b93";
  private static final int NOT_FOUND = 404;
  private static final int SERVER_ERROR = 500;
  private static final Set<Integer> RETRIED_STATUS = Set.of(408, 429);

  /**
   * Uses HTTP/1.1: if a request offers an upgrade to HTTP/2, Pinot's server waits forever for the
   * body of the request, which it has already received.
   */
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final URI controller;
  private final Duration timeout;
  private final RetryPolicy<HttpResponse<String>> retries;

  ControllerClient(URI controller, Duration timeout) {
    this.controller = controller;
    this.timeout = timeout;
    this.retries =
        RetryPolicy.<HttpResponse<String>>builder()
            .handle(IOException.class)
            .handleResultIf(response -> isRetried(response.statusCode()))
            .withBackoff(Duration.ofMillis(200), Duration.ofSeconds(5))
            .withJitter(0.2)
            .withMaxRetries(-1)
            .withMaxDuration(timeout)
            .build();
  }

  private static boolean isRetried(int status) {
    return RETRIED_STATUS.contains(status) || status >= SERVER_ERROR;
  }

  /** Returns the document at a path; empty if there is none. */
  Optional<JsonNode> get(String path) {
    HttpResponse<String> response = send("GET", path, BodyPublishers.noBody());
    return response.statusCode() == NOT_FOUND
        ? Optional.empty()
        : Optional.of(TableJson.read(accepted("GET", path, response, text -> text), path));
  }

  /** Sends a document; the censor removes secrets from the text of an error. */
  void send(String method, String path, JsonNode document, UnaryOperator<String> censor) {
    BodyPublisher body = BodyPublishers.ofString(TableJson.write(document));
    accepted(method, path, send(method, path, body), censor);
  }

  /** Sends a POST request without a body. */
  void post(String path) {
    accepted("POST", path, send("POST", path, BodyPublishers.noBody()), text -> text);
  }

  /**
   * Uploads a file as the only part of a form, in a single attempt that is bounded by the timeout
   * of this client. Returns the response regardless of its status.
   */
  HttpResponse<String> upload(String path, Path file) throws IOException {
    String head =
        "--%s\r\nContent-Disposition: form-data; name=\"segment\"; filename=\"%s\"\r\nContent-Type: application/octet-stream\r\n\r\n"
            .formatted(BOUNDARY, file.getFileName());
    HttpRequest request =
        HttpRequest.newBuilder(controller.resolve(path))
            .timeout(timeout)
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .POST(
                BodyPublishers.concat(
                    BodyPublishers.ofString(head),
                    BodyPublishers.ofFile(file),
                    BodyPublishers.ofString("\r\n--" + BOUNDARY + "--\r\n")))
            .build();
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PinotException("Interrupted while uploading " + file.getFileName() + ".", e);
    }
  }

  /** Deletes the object at a path; does nothing if there is none. */
  void delete(String path) {
    HttpResponse<String> response = send("DELETE", path, BodyPublishers.noBody());
    if (response.statusCode() != NOT_FOUND) {
      accepted("DELETE", path, response, text -> text);
    }
  }

  private static String accepted(
      String method, String path, HttpResponse<String> response, UnaryOperator<String> censor) {
    if (response.statusCode() / 100 != 2) {
      throw new PinotException(
          "Pinot's controller answered %s %s with %d: %s"
              .formatted(method, path, response.statusCode(), censor.apply(response.body())));
    }
    return response.body();
  }

  private HttpResponse<String> send(String method, String path, BodyPublisher body) {
    HttpRequest request =
        HttpRequest.newBuilder(controller.resolve(path))
            .timeout(REQUEST_TIMEOUT)
            .header("Content-Type", "application/json")
            .method(method, body)
            .build();
    try {
      return Failsafe.with(retries).get(() -> http.send(request, BodyHandlers.ofString()));
    } catch (FailsafeException e) {
      if (e.getCause() instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new PinotException(
          "Pinot's controller at "
              + controller
              + " does not respond: is it running, and is the address right?",
          e.getCause());
    }
  }
}
