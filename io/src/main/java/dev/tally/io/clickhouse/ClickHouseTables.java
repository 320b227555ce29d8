package dev.tally.io.clickhouse;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Creates and checks the tables of a ClickHouse server.
 *
 * <p>Delivery: each call may be repeated after any fault.
 *
 * <p>Errors: {@link ClickHouseException}. Calls retry for up to the timeout while the server does
 * not respond. Default: one minute.
 */
public final class ClickHouseTables {
  static final Duration TIMEOUT = Duration.ofMinutes(1);

  private final ClickHouseClient client;
  private final ClickHouseQuery query;

  private ClickHouseTables(ClickHouseAddress server, Duration timeout) {
    client = new ClickHouseClient(server, timeout);
    query = ClickHouseQuery.at(server, org.joda.time.Duration.millis(timeout.toMillis()));
  }

  /** Returns the tables of a server. */
  public static ClickHouseTables at(ClickHouseAddress server) {
    return new ClickHouseTables(server, TIMEOUT);
  }

  /** Returns the tables of a server, with the given timeout of each call. */
  public static ClickHouseTables at(ClickHouseAddress server, org.joda.time.Duration timeout) {
    if (timeout.getMillis() < 1) {
      throw new IllegalArgumentException("timeout is " + timeout + ": use a positive duration.");
    }
    return new ClickHouseTables(server, Duration.ofMillis(timeout.getMillis()));
  }

  /**
   * Creates the database, the table and its view, if they do not exist. Existing ones are not
   * changed.
   *
   * <p>Errors: {@link ClickHouseException} with every reason if the table exists but cannot be used
   * as the given one.
   *
   * @return the id of the table. A table that was dropped and created again has another one
   */
  public String ensure(ClickHouseTable table) {
    client.run(TableSql.createDatabase(table));
    client.run(TableSql.createTable(table, newId()));
    StoredDefinition stored = StoredDefinition.of(table, query).orElseThrow(() -> gone(table));
    List<String> problems = TableComparison.problems(table, stored);
    if (!problems.isEmpty()) {
      throw new ClickHouseException(
          "Table %s in ClickHouse cannot be used:\n- %s"
              .formatted(table.fullName(), String.join("\n- ", problems)));
    }
    client.run(TableSql.createView(table));
    return stored.id().orElseThrow();
  }

  /** Returns the id of an existing table; empty if there is no such table, or if it has no id. */
  public Optional<String> id(ClickHouseTable table) {
    return StoredDefinition.id(table, query);
  }

  /** Returns a new id, which the server generates. */
  private String newId() {
    return query.rows("SELECT generateUUIDv4()").get(0).get(0);
  }

  private static ClickHouseException gone(ClickHouseTable table) {
    return new ClickHouseException(
        "Table %s was dropped while it was being created: start again.".formatted(table));
  }
}
