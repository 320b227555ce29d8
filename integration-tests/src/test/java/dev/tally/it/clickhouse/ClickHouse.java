package dev.tally.it.clickhouse;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tally.it.Servers;
import dev.tally.server.stack.LocalStack;
import dev.tally.server.stack.Server;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Assumptions;

/** Runs statements on the shared ClickHouse server as an operator does, without Tally's client. */
public final class ClickHouse {
  private ClickHouse() {}

  /** Starts the server, or skips the test if ClickHouse is not installed. */
  public static LocalStack up() {
    Assumptions.assumeTrue(
        Server.CLICKHOUSE.isInstalled(),
        "ClickHouse is not installed: sudo apt-get install -y --no-install-recommends clickhouse-server");
    return Servers.clickHouse();
  }

  /** Runs a statement and returns its result, with tabs between the columns. */
  public static String run(LocalStack stack, String sql) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(stack.clickHouse())
            .POST(BodyPublishers.ofString(sql, UTF_8))
            .build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, BodyHandlers.ofString(UTF_8));
    if (response.statusCode() != 200) {
      throw new IOException(response.body());
    }
    return response.body().strip();
  }
}
