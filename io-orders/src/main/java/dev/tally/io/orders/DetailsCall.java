package dev.tally.io.orders;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Sends one request for the details of a batch of orders.
 *
 * <p>The HTTP client's threads end only when the client is garbage-collected: before Java 21 it
 * cannot be closed.
 */
final class DetailsCall {
  private static final String PATH = "/orders/details";
  private static final int OK = 200;
  private static final int REQUEST_TIMEOUT = 408;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;

  private final HttpClient http;
  private final URI uri;
  private final Duration timeout;
  private final LookupCounters counts;

  DetailsCall(OrderApi api, Executor executor, LookupCounters counts) {
    this.timeout = Duration.ofMillis(api.timeout().getMillis());
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .executor(executor)
            .build();
    this.uri = URI.create(api.base().toString().replaceAll("/+$", "") + PATH);
    this.counts = counts;
  }

  /**
   * Returns a future of the orders that the service knows, by id. The future fails for any response
   * that is not valid.
   */
  CompletableFuture<Map<String, Details>> send(List<String> ids) {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .POST(BodyPublishers.ofByteArray(DetailsJson.request(ids)))
            .build();
    counts.add(LookupCounters.Name.REQUESTS_SENT, 1);
    CompletableFuture<HttpResponse<byte[]>> response =
        http.sendAsync(request, info -> new BoundedBody());
    CompletableFuture<Map<String, Details>> answer = response.thenCompose(this::read);
    var unused =
        answer.whenComplete(
            (read, thrown) -> {
              if (answer.isCancelled()) {
                response.cancel(true); // Cancelled, e.g. by the timeout: this frees the connection.
              }
            });
    return answer;
  }

  private CompletableFuture<Map<String, Details>> read(HttpResponse<byte[]> response) {
    int status = response.statusCode();
    if (status != OK) {
      String what = "status " + status;
      boolean passing =
          status >= SERVER_ERROR || status == REQUEST_TIMEOUT || status == TOO_MANY_REQUESTS;
      return CompletableFuture.failedFuture(
          passing ? ServiceFault.passing(what) : ServiceFault.lasting(what));
    }
    try {
      return CompletableFuture.completedFuture(DetailsJson.response(response.body(), counts));
    } catch (ServiceFault e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
