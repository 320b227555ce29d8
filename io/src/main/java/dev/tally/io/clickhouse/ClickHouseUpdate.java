package dev.tally.io.clickhouse;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import java.time.Duration;
import java.util.List;

/**
 * Replaces a text in the rows of a table by a mutation ({@code ALTER TABLE … UPDATE}), and waits
 * until ClickHouse has written all parts of the table again. It can be repeated at any point.
 *
 * <p>Errors: {@link ClickHouseException}, also if a mutation is not done within 6 hours.
 */
public final class ClickHouseUpdate {
  private static final Duration TIMEOUT = Duration.ofHours(6);
  private static final Duration FIRST_POLL = Duration.ofMillis(100);
  private static final Duration LAST_POLL = Duration.ofSeconds(10);

  /** Rows may be inserted while a mutation runs, which therefore does not change them. */
  private static final int MOST_MUTATIONS = 5;

  private final ClickHouseClient client;
  private final ClickHouseQuery query;
  private final ClickHouseTable table;
  private final String column;

  private ClickHouseUpdate(ClickHouseAddress server, ClickHouseTable table, String column) {
    this.client = new ClickHouseClient(server, ClickHouseTables.TIMEOUT);
    this.query = ClickHouseQuery.at(server);
    this.table = table;
    this.column = column;
  }

  /** Returns an update of a text column that is neither the key, the revision nor the time. */
  public static ClickHouseUpdate of(
      ClickHouseAddress server, ClickHouseTable table, String column) {
    if (!table.schema().hasField(column)
        || List.of(table.key(), table.revision(), table.time()).contains(column)) {
      throw new IllegalArgumentException(
          "Column %s of %s cannot be updated.".formatted(column, table));
    }
    return new ClickHouseUpdate(server, table, column);
  }

  /** Returns true if the server has the table, with the column. */
  public boolean exists() {
    return query.number(TableSql.countColumn(table, column)) > 0;
  }

  /** Returns how many rows meet a condition in SQL, of all revisions. */
  public long affected(String condition) {
    return query.number(TableSql.count(table, condition));
  }

  /**
   * Replaces the text in all rows that meet a condition, until no row does.
   *
   * @param condition in SQL; the server stores it, also after the mutation is done. No row with the
   *     new text may meet it
   * @return how many rows were changed
   */
  public long replace(String condition, String text) {
    long changed = 0;
    for (int i = 0; i < MOST_MUTATIONS; i++) {
      long affected = affected(condition);
      if (affected == 0) {
        return changed;
      }
      client.run(TableSql.update(table, column, text, condition));
      awaitMutations();
      changed += affected;
    }
    throw new ClickHouseException(
        "Rows of %s are inserted as fast as they are updated: run the command again when the job has loaded its backlog."
            .formatted(table));
  }

  private void awaitMutations() {
    RetryPolicy<Long> whileRunning =
        RetryPolicy.<Long>builder()
            .handleResultIf(running -> running > 0)
            .withBackoff(FIRST_POLL, LAST_POLL)
            .withMaxRetries(-1)
            .withMaxDuration(TIMEOUT)
            .build();
    long running =
        Failsafe.with(whileRunning).get(() -> query.number(TableSql.runningMutations(table)));
    if (running > 0) {
      throw new ClickHouseException(
          "A mutation of %s is not done after %d h: see system.mutations, and run the command again."
              .formatted(table, TIMEOUT.toHours()));
    }
  }
}
