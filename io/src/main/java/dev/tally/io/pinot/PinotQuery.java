package dev.tally.io.pinot;

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
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Runs SQL queries on Pinot's brokers, and returns complete results only. Thread-safe.
 *
 * <p>Errors: {@link PinotException} if the response contains an exception, if a server did not
 * respond, if groups were left out, if there is no response within the timeout, or if the table has
 * no segment yet or none that the filter can match.
 */
public final class PinotQuery implements AutoCloseable {
  private static final Duration DEFAULT_TIMEOUT = Duration.standardSeconds(30);

  /** The underlying HTTP client ends every request after a minute. */
  private static final Duration MAX_TIMEOUT = Duration.standardSeconds(50);

  /**
   * How much longer the client waits than the broker, so that the broker's own error message
   * arrives.
   */
  private static final Duration MARGIN = Duration.standardSeconds(5);

  private final List<String> brokers;
  private final Duration timeout;
  private final Connection connection;

  private PinotQuery(List<String> brokers, Duration timeout) {
    this.brokers = brokers;
    this.timeout = timeout;
    Properties settings = new Properties();
    settings.setProperty("brokerReadTimeoutMs", String.valueOf(timeout.plus(MARGIN).getMillis()));
    this.connection =
        ConnectionFactory.fromHostList(
            brokers,
            new JsonAsyncHttpPinotClientTransportFactory()
                .withConnectionProperties(settings)
                .buildTransport());
  }

  /**
   * Returns a client of these brokers, e.g. {@code pinot-broker:8099}, with a query timeout of 30
   * seconds.
   */
  public static PinotQuery at(String... brokers) {
    return at(DEFAULT_TIMEOUT, brokers);
  }

  /** Returns a client of these brokers with the given query timeout, at most 50 seconds. */
  public static PinotQuery at(Duration timeout, String... brokers) {
    if (timeout.getMillis() < 1 || timeout.compareTo(MAX_TIMEOUT) > 0) {
      throw new IllegalArgumentException(
          "timeout is " + timeout + ": use a positive duration of at most " + MAX_TIMEOUT + ".");
    }
    if (brokers.length == 0) {
      throw new IllegalArgumentException("No broker is specified: specify one as host:port.");
    }
    return new PinotQuery(List.of(brokers), timeout);
  }

  /**
   * Runs a query once.
   *
   * @param sql one SELECT without LIMIT
   * @param limit the maximum number of rows to return; see {@link PinotRows#limitReached}. It is
   *     mandatory, because Pinot's own default of 10 silently truncates results
   */
  public PinotRows query(String sql, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit is " + limit + ": use at least 1.");
    }
    // The LIMIT has its own line, because a comment at the end of the query would hide it.
    String whole = "SET timeoutMs = " + timeout.getMillis() + "; " + sql + "\nLIMIT " + limit;
    ResultSetGroup answer = await(whole);
    requireWhole(answer, sql);
    if (answer.getResultSetCount() == 0) {
      throw new PinotException(
          "No result: the table has no segment yet, or none that the filter can match. Query: "
              + sql);
    }
    return rows(answer.getResultSet(0), limit);
  }

  @SuppressWarnings("deprecation") // No other method of the client can time out.
  private ResultSetGroup await(String sql) {
    try {
      Future<ResultSetGroup> answer = connection.executeAsync(new Request("sql", sql));
      return answer.get(timeout.plus(MARGIN).getMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PinotException("Interrupted while waiting for Pinot.", e);
    } catch (ExecutionException | TimeoutException | PinotClientException e) {
      throw new PinotException("No response from " + brokers + " to: " + sql, e);
    }
  }

  private static void requireWhole(ResultSetGroup answer, String sql) {
    if (!answer.getExceptions().isEmpty()) {
      throw new PinotException(
          "Pinot rejected the query or could not answer it completely: " + sql,
          answer.getExceptions().get(0));
    }
    ExecutionStats stats = answer.getExecutionStats();
    if (stats.getNumServersResponded() < stats.getNumServersQueried()) {
      throw new PinotException(
          "Only %d of %d servers responded to: %s"
              .formatted(stats.getNumServersResponded(), stats.getNumServersQueried(), sql));
    }
    if (stats.isNumGroupsLimitReached()) {
      throw new PinotException(
          "Pinot left out groups, because there are too many for its servers, in: " + sql);
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
      throw new PinotException("The connection to " + brokers + " could not be closed.", e);
    }
  }
}
