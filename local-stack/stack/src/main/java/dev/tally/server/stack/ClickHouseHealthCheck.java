package dev.tally.server.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Checks a ClickHouse server by running a query without a table. */
final class ClickHouseHealthCheck {
  private ClickHouseHealthCheck() {}

  static void check(String address, Duration atMost) throws UnhealthyException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address + "/"))
            .timeout(atMost)
            .POST(BodyPublishers.ofString("SELECT 6 * 7"))
            .build();
    try {
      HttpResponse<String> response =
          HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
      if (!response.body().strip().equals("42")) {
        throw new UnhealthyException(address + " does not run queries: " + response.body(), null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnhealthyException("interrupted", e);
    } catch (IOException e) {
      throw new UnhealthyException(address + " does not respond", e);
    }
  }
}
