package dev.tally.io.clickhouse;

import java.util.stream.Collectors;

/** The SQL statements of a table. Names need no escaping, see {@link ClickHouseTable}. */
final class TableSql {
  /**
   * The column whose definition contains the id of the table. A column of kind ALIAS stores no
   * values and is not part of {@code SELECT *}. Its definition is dropped with the table.
   */
  static final String ID_COLUMN = "tally_table_id";

  private TableSql() {}

  static String createDatabase(ClickHouseTable table) {
    return "CREATE DATABASE IF NOT EXISTS `%s`".formatted(table.database());
  }

  static String createTable(ClickHouseTable table, String id) {
    String columns =
        table.schema().getFields().stream()
            .map(field -> "`%s` %s".formatted(field.getName(), ColumnTypes.of(field)))
            .collect(Collectors.joining(", "));
    return "CREATE TABLE IF NOT EXISTS %s (%s, `%s` String ALIAS '%s') ENGINE = ReplacingMergeTree(`%s`) PARTITION BY toYYYYMMDD(toDateTime(intDiv(`%s`, 1000), 'UTC')) ORDER BY `%s`"
        .formatted(
            quoted(table, table.name()),
            columns,
            ID_COLUMN,
            id,
            table.revision(),
            table.time(),
            table.key());
  }

  static String createView(ClickHouseTable table) {
    return "CREATE VIEW IF NOT EXISTS %s AS SELECT %s FROM %s FINAL"
        .formatted(quoted(table, table.latestView()), columns(table), quoted(table, table.name()));
  }

  static String insert(ClickHouseTable table) {
    return "INSERT INTO %s (%s) FORMAT JSONEachRow"
        .formatted(quoted(table, table.name()), columns(table));
  }

  /** Selects the name and type of each column of a table or view, without the id. */
  static String describe(ClickHouseTable table, String name) {
    return "SELECT name, type FROM system.columns WHERE database = '%s' AND table = '%s' AND name != '%s'"
        .formatted(table.database(), name, ID_COLUMN);
  }

  /** Selects the expression of the column with the id; no row if the table has no such column. */
  static String id(ClickHouseTable table) {
    return "SELECT default_expression FROM system.columns WHERE database = '%s' AND table = '%s' AND name = '%s'"
        .formatted(table.database(), table.name(), ID_COLUMN);
  }

  /** Selects the engine and the sorting key of a table; no row if there is no such table. */
  static String engine(ClickHouseTable table) {
    return "SELECT engine_full, sorting_key FROM system.tables WHERE database = '%s' AND name = '%s'"
        .formatted(table.database(), table.name());
  }

  static String countColumn(ClickHouseTable table, String column) {
    return "SELECT count() FROM system.columns WHERE database = '%s' AND table = '%s' AND name = '%s'"
        .formatted(table.database(), table.name(), column);
  }

  static String count(ClickHouseTable table, String condition) {
    return "SELECT count() FROM %s WHERE %s".formatted(quoted(table, table.name()), condition);
  }

  static String update(ClickHouseTable table, String column, String text, String condition) {
    return "ALTER TABLE %s UPDATE `%s` = '%s' WHERE %s"
        .formatted(
            quoted(table, table.name()),
            column,
            text.replace("\\", "\\\\").replace("'", "\\'"),
            condition);
  }

  static String runningMutations(ClickHouseTable table) {
    return "SELECT count() FROM system.mutations WHERE database = '%s' AND table = '%s' AND is_done = 0"
        .formatted(table.database(), table.name());
  }

  private static String columns(ClickHouseTable table) {
    return table.schema().getFieldNames().stream()
        .map(name -> "`" + name + "`")
        .collect(Collectors.joining(", "));
  }

  private static String quoted(ClickHouseTable table, String name) {
    return "`%s`.`%s`".formatted(table.database(), name);
  }
}
