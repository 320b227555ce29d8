package dev.tally.server.stack;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * Checks the order service by requesting the details of an order that the service does not count.
 */
final class OrderHealthCheck {
  private static final String ORDER = "tally-health-1";
  private static final ObjectMapper JSON = new ObjectMapper();

  private OrderHealthCheck() {}

  static void check(String address, Duration atMost) throws UnhealthyException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address + "/orders/details"))
            .timeout(atMost)
            .POST(BodyPublishers.ofString("{\"order_ids\":[\"%s\"]}".formatted(ORDER)))
            .build();
    try {
      HttpResponse<String> response =
          HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200
          || !JSON.readTree(response.body()).at("/orders/0/order_id").asText().equals(ORDER)) {
        throw new UnhealthyException(address + " does not return the details of an order", null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnhealthyException("interrupted", e);
    } catch (IOException e) {
      throw new UnhealthyException(address + " does not answer", e);
    }
  }
}
