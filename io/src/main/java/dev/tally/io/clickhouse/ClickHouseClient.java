package dev.tally.io.clickhouse;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * Sends statements over ClickHouse's HTTP interface. A request that fails with a broken connection
 * or with a {@linkplain ServerError#isTransient transient error} is retried with exponential
 * backoff until the timeout. Therefore every statement must be idempotent.
 *
 * <p>Errors: {@link ClickHouseException}.
 */
final class ClickHouseClient {
  private static final int OK = 200;

  /** Completes the result before the response begins, so that an error changes the status. */
  private static final String COMPLETE = "wait_end_of_query=1";

  /** Allows statements that read, and settings; the server rejects all other statements. */
  private static final String READ_ONLY = COMPLETE + "&readonly=2";

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final ClickHouseAddress server;
  private final Duration timeout;

  ClickHouseClient(ClickHouseAddress server, Duration timeout) {
    this.server = server;
    this.timeout = timeout;
  }

  /** Runs a statement that has no result. */
  void run(String sql) {
    send(COMPLETE, sql.getBytes(UTF_8), ClickHouseClient::drain);
  }

  /** Runs an {@code INSERT … FORMAT …} statement with rows in this format. */
  void insert(String sql, byte[] rows) {
    send(COMPLETE + "&query=" + URLEncoder.encode(sql, UTF_8), rows, ClickHouseClient::drain);
  }

  /** Runs a statement that only reads, and passes its rows and their columns to the reader. */
  void read(String sql, TabSeparated reader) {
    byte[] statement = (sql + "\nFORMAT TabSeparatedWithNames").getBytes(UTF_8);
    send(READ_ONLY, statement, reader::read);
  }

  private interface Body {
    void read(InputStream body) throws IOException;
  }

  /** Sends a request; only the wait for the response is retried, not the read of its body. */
  private void send(String parameters, byte[] body, Body reader) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + "?" + parameters))
            .timeout(timeout)
            .header("X-ClickHouse-User", server.user())
            .header("X-ClickHouse-Key", server.password())
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    try (InputStream response = Failsafe.with(retries()).get(() -> attempt(request))) {
      reader.read(response);
    } catch (FailsafeException e) {
      throw failure(e);
    } catch (IOException e) {
      throw new ClickHouseException("The response of ClickHouse at " + server + " broke off.", e);
    }
  }

  private InputStream attempt(HttpRequest request)
      throws IOException, InterruptedException, RefusedException {
    HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
    if (response.statusCode() == OK) {
      return response.body();
    }
    try (InputStream body = response.body()) {
      String text = new String(body.readAllBytes(), UTF_8);
      throw new RefusedException(ServerError.of(response.statusCode(), response.headers(), text));
    }
  }

  private RetryPolicy<InputStream> retries() {
    return RetryPolicy.<InputStream>builder()
        .handleIf(
            e ->
                e instanceof IOException
                    || (e instanceof RefusedException refused && refused.error.isTransient()))
        .withBackoff(Duration.ofMillis(200), Duration.ofSeconds(5))
        .withJitter(0.2)
        .withMaxRetries(-1)
        .withMaxDuration(timeout)
        .build();
  }

  private ClickHouseException failure(FailsafeException e) {
    Throwable cause = e.getCause();
    if (cause instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    return cause instanceof RefusedException refused
        ? new ClickHouseException("ClickHouse at %s: %s".formatted(server, refused.error))
        : new ClickHouseException(
            "ClickHouse at %s does not respond: is it running, and is the address right?"
                .formatted(server),
            cause);
  }

  private static void drain(InputStream body) throws IOException {
    body.transferTo(OutputStream.nullOutputStream());
  }

  /** Carries an error response through the retries. */
  private static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient ServerError error;

    RefusedException(ServerError error) {
      super(error.toString());
      this.error = error;
    }
  }
}
