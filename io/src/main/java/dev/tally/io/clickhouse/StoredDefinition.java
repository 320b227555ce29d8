package dev.tally.io.clickhouse;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The definition of a table as the server returns it.
 *
 * @param engine e.g. {@code ReplacingMergeTree(revision) PARTITION BY …}
 * @param sortingKey e.g. {@code record_uuid}
 * @param columns types of the table's columns by name, without the id
 * @param viewColumns types of the columns of the view by name; empty if there is no view
 * @param id the id of the table; empty if its definition has none
 */
record StoredDefinition(
    String engine,
    String sortingKey,
    Map<String, String> columns,
    Map<String, String> viewColumns,
    Optional<String> id) {
  /** Some versions return the expression of an ALIAS column with a cast to its type. */
  private static final Pattern ID = Pattern.compile("'([0-9a-f-]{36})'");

  /** Returns the definition of a table; empty if there is no such table. */
  static Optional<StoredDefinition> of(ClickHouseTable table, ClickHouseQuery query) {
    return query.rows(TableSql.engine(table)).stream()
        .findFirst()
        .map(
            engine ->
                new StoredDefinition(
                    engine.get(0),
                    engine.get(1),
                    columns(table, table.name(), query),
                    columns(table, table.latestView(), query),
                    id(table, query)));
  }

  /** Returns the id in the definition of a table; empty if it has none or does not exist. */
  static Optional<String> id(ClickHouseTable table, ClickHouseQuery query) {
    return query.rows(TableSql.id(table)).stream()
        .map(row -> ID.matcher(row.get(0)))
        .filter(Matcher::find)
        .map(matcher -> matcher.group(1))
        .findFirst();
  }

  private static Map<String, String> columns(
      ClickHouseTable table, String name, ClickHouseQuery query) {
    Map<String, String> columns = new LinkedHashMap<>();
    query.rows(TableSql.describe(table, name)).forEach(row -> columns.put(row.get(0), row.get(1)));
    return columns;
  }
}
