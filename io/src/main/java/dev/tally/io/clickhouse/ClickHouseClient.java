package dev.tally.io.clickhouse;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.failsafe.function.CheckedSupplier;
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
    whole(request(COMPLETE, sql.getBytes(UTF_8)), ClickHouseClient::drain);
  }

  /** Runs an {@code INSERT … FORMAT …} statement with rows in this format. */
  void insert(String sql, byte[] rows) {
    String parameters = COMPLETE + "&query=" + URLEncoder.encode(sql, UTF_8);
    whole(request(parameters, rows), ClickHouseClient::drain);
  }

  /**
   * Runs a statement that only reads, and returns what is parsed from its result. If the response
   * breaks off, the statement is run again, so the parser must begin with a new result each time.
   */
  <T> T readSmall(String sql, Parser<T> parser) {
    return whole(request(READ_ONLY, tabSeparated(sql)), parser);
  }

  /**
   * Runs a statement that only reads, and passes its rows and their columns to the reader while
   * they arrive. A response that breaks off is an error, because the reader already has rows.
   */
  void read(String sql, TabSeparated reader) {
    HttpRequest request = request(READ_ONLY, tabSeparated(sql));
    try (InputStream response = retried(() -> attempt(request))) {
      reader.read(response);
    } catch (IOException e) {
      throw new ClickHouseException("The response of ClickHouse at " + server + " broke off.", e);
    }
  }

  /** Reads the body of a response. */
  interface Parser<T> {
    T parse(InputStream body) throws IOException;
  }

  private static byte[] tabSeparated(String sql) {
    return (sql + "\nFORMAT TabSeparatedWithNames").getBytes(UTF_8);
  }

  private HttpRequest request(String parameters, byte[] body) {
    return HttpRequest.newBuilder(URI.create(server.url() + "?" + parameters))
        .timeout(timeout)
        .header("X-ClickHouse-User", server.user())
        .header("X-ClickHouse-Key", server.password())
        .POST(BodyPublishers.ofByteArray(body))
        .build();
  }

  /** Sends a request until its whole response is read. */
  private <T> T whole(HttpRequest request, Parser<T> parser) {
    return retried(
        () -> {
          try (InputStream response = attempt(request)) {
            return parser.parse(response);
          }
        });
  }

  private <T> T retried(CheckedSupplier<T> attempt) {
    try {
      return Failsafe.with(this.<T>retries()).get(attempt);
    } catch (FailsafeException e) {
      throw failure(e);
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

  private <T> RetryPolicy<T> retries() {
    return RetryPolicy.<T>builder()
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

  private static long drain(InputStream body) throws IOException {
    return body.transferTo(OutputStream.nullOutputStream());
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
