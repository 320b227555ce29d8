package dev.tally.io.clickhouse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs queries on ClickHouse. The server rejects every statement that does not only read.
 * Thread-safe.
 *
 * <p>Errors: {@link ClickHouseException} if the server rejects the query, or does not respond
 * within the timeout. Rows are passed on only after the server has completed the result.
 */
public final class ClickHouseQuery {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final ClickHouseClient client;

  private ClickHouseQuery(ClickHouseClient client) {
    this.client = client;
  }

  /** Returns a client of a server, with a query timeout of 2 minutes. */
  public static ClickHouseQuery at(ClickHouseAddress server) {
    return at(server, org.joda.time.Duration.millis(TIMEOUT.toMillis()));
  }

  /** Returns a client of a server with the given query timeout. */
  public static ClickHouseQuery at(ClickHouseAddress server, org.joda.time.Duration timeout) {
    if (timeout.getMillis() < 1) {
      throw new IllegalArgumentException("timeout is " + timeout + ": use a positive duration.");
    }
    return new ClickHouseQuery(
        new ClickHouseClient(server, Duration.ofMillis(timeout.getMillis())));
  }

  /**
   * Runs a query and passes its rows on, in order.
   *
   * @param sql one SELECT, SHOW or DESCRIBE, without FORMAT
   * @param row receives the values of each row as text; null is SQL's NULL
   */
  public void forEach(String sql, Consumer<List<@Nullable String>> row) {
    forEach(sql, columns -> {}, row);
  }

  /**
   * Runs a query and passes the names of its columns on, and then its rows, in order.
   *
   * @param sql one SELECT, SHOW or DESCRIBE, without FORMAT
   */
  public void forEach(
      String sql, Consumer<List<String>> columns, Consumer<List<@Nullable String>> row) {
    client.read(sql, new TabSeparated(columns, row));
  }

  /** Returns the rows of a query whose result is small, with NULL as an empty text. */
  public List<List<String>> rows(String sql) {
    return client.readSmall(
        sql,
        result -> {
          List<List<String>> rows = new ArrayList<>();
          new TabSeparated(
                  columns -> {},
                  row -> rows.add(row.stream().map(value -> value == null ? "" : value).toList()))
              .read(result);
          return rows;
        });
  }

  /** Returns the integer of a query whose result is one row with one integer. */
  public long number(String sql) {
    return Long.parseLong(rows(sql).get(0).get(0));
  }
}
