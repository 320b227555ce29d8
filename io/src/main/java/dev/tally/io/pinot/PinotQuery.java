package dev.tally.io.pinot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pinot.client.Connection;
import org.apache.pinot.client.ConnectionFactory;
import org.apache.pinot.client.ExecutionStats;
import org.apache.pinot.client.JsonAsyncHttpPinotClientTransportFactory;
import org.apache.pinot.client.PinotClientException;
import org.apache.pinot.client.Request;
import org.apache.pinot.client.ResultSet;
import org.apache.pinot.client.ResultSetGroup;
import org.jspecify.annotations.Nullable;

/**
 * Asks Pinot's brokers in SQL, and answers in whole or not at all.
 *
 * <p>Errors: {@link PinotException} on any exception in the answer, if a server did not respond, if
 * groups were left out, if there is no answer within the time, or if the table has no segment yet
 * or none that the filter can match. Safe for several threads.
 */
public final class PinotQuery implements AutoCloseable {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

  /** The HTTP client below ends every request after a minute. */
  private static final Duration MAX_TIMEOUT = Duration.ofSeconds(50);

  /** How much longer than the broker the client waits, so that the broker's own words arrive. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  private final List<String> brokers;
  private final Duration timeout;
  private final Connection connection;

  private PinotQuery(List<String> brokers, Duration timeout) {
    this.brokers = brokers;
    this.timeout = timeout;
    Properties settings = new Properties();
    settings.setProperty("brokerReadTimeoutMs", String.valueOf(timeout.plus(MARGIN).toMillis()));
    this.connection =
        ConnectionFactory.fromHostList(
            brokers,
            new JsonAsyncHttpPinotClientTransportFactory()
                .withConnectionProperties(settings)
                .buildTransport());
  }

  /** Asks these brokers, e.g. {@code pinot-broker:8099}. A query may take 30 seconds. */
  public static PinotQuery at(String... brokers) {
    return at(DEFAULT_TIMEOUT, brokers);
  }

  /** Asks these brokers; a query may take so long, at most 50 seconds. */
  public static PinotQuery at(Duration timeout, String... brokers) {
    if (timeout.toMillis() < 1 || timeout.compareTo(MAX_TIMEOUT) > 0) {
      throw new IllegalArgumentException(
          "timeout is " + timeout + ": give a positive time of at most " + MAX_TIMEOUT + ".");
    }
    if (brokers.length == 0) {
      throw new IllegalArgumentException("No broker is named: give one as host:port.");
    }
    return new PinotQuery(List.of(brokers), timeout);
  }

  /**
   * Asks once.
   *
   * @param sql one SELECT without LIMIT
   * @param limit the most rows that may come; see {@link PinotRows#limitReached}. Always given,
   *     because Pinot's own default of 10 cuts off in silence
   */
  public PinotRows query(String sql, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit is " + limit + ": use at least 1.");
    }
    // On a line of its own, or a comment at the end of the query would hide the limit.
    String whole = "SET timeoutMs = %d; %s\nLIMIT %d".formatted(timeout.toMillis(), sql, limit);
    ResultSetGroup answer = await(whole);
    requireWhole(answer, sql);
    if (answer.getResultSetCount() == 0) {
      throw new PinotException(
          "No result: the table has no segment yet, or none that the filter can match. Query: "
              + sql);
    }
    return rows(answer.getResultSet(0), limit);
  }

  @SuppressWarnings("deprecation") // No other call of the client can be given up after a time.
  private ResultSetGroup await(String sql) {
    try {
      Future<ResultSetGroup> answer = connection.executeAsync(new Request("sql", sql));
      return answer.get(timeout.plus(MARGIN).toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PinotException("Interrupted while waiting for Pinot.", e);
    } catch (ExecutionException | TimeoutException | PinotClientException e) {
      throw new PinotException("No answer from " + brokers + " to: " + sql, e);
    }
  }

  private static void requireWhole(ResultSetGroup answer, String sql) {
    if (!answer.getExceptions().isEmpty()) {
      throw new PinotException(
          "Pinot refused or could not answer whole: " + sql, answer.getExceptions().get(0));
    }
    ExecutionStats stats = answer.getExecutionStats();
    if (stats.getNumServersResponded() < stats.getNumServersQueried()) {
      throw new PinotException(
          "Only %d of %d servers responded to: %s"
              .formatted(stats.getNumServersResponded(), stats.getNumServersQueried(), sql));
    }
    if (stats.isNumGroupsLimitReached()) {
      throw new PinotException("Pinot left out groups, too many for its servers, in: " + sql);
    }
  }

  private static PinotRows rows(ResultSet result, int limit) {
    List<String> columns = new ArrayList<>();
    List<String> types = new ArrayList<>();
    for (int c = 0; c < result.getColumnCount(); c++) {
      columns.add(result.getColumnName(c));
      types.add(result.getColumnDataType(c));
    }
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int r = 0; r < result.getRowCount(); r++) {
      List<@Nullable Object> row = new ArrayList<>();
      for (int c = 0; c < columns.size(); c++) {
        row.add(value(types.get(c), result.getString(r, c)));
      }
      rows.add(row);
    }
    return new PinotRows(columns, types, rows, limit);
  }

  private static @Nullable Object value(String type, String text) {
    if (text.equals("null") && !type.equals("STRING")) {
      return null;
    }
    return switch (type) {
      case "INT" -> Integer.valueOf(text);
      case "LONG" -> Long.valueOf(text);
      case "FLOAT" -> Float.valueOf(text);
      case "DOUBLE" -> Double.valueOf(text);
      case "BOOLEAN" -> Boolean.valueOf(text);
      default -> text;
    };
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (PinotClientException e) {
      throw new PinotException("The connection to " + brokers + " did not close.", e);
    }
  }
}
