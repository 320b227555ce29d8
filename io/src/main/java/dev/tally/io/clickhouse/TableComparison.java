package dev.tally.io.clickhouse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema.Field;

/** Finds the reasons why an existing table cannot be used as the given one. */
final class TableComparison {
  private TableComparison() {}

  /** Returns each reason with what to do; empty if there is none. */
  static List<String> problems(ClickHouseTable table, StoredDefinition stored) {
    List<String> problems = new ArrayList<>();
    String engine = "ReplacingMergeTree(%s)".formatted(table.revision());
    if (!stored.engine().replace("`", "").startsWith(engine)) {
      problems.add(
          "its engine is %s, but it must be %s, so that the highest revision of a key wins: rename the table, and the next start creates a new one"
              .formatted(stored.engine(), engine));
    }
    if (!stored.sortingKey().equals(table.key())) {
      problems.add(
          "it is ordered by %s, but it must be ordered by %s, the key of its rows: rename the table, and the next start creates a new one"
              .formatted(stored.sortingKey(), table.key()));
    }
    if (stored.id().isEmpty()) {
      problems.add(
          "it has no table id, with which a write detects that a table was dropped and created again: if all its rows are from this pipeline, run ALTER TABLE %s ADD COLUMN %s String ALIAS 'ID' with a random UUID as ID; otherwise rename the table"
              .formatted(table.fullName(), TableSql.ID_COLUMN));
    }
    problems.addAll(columnProblems(table, stored.columns()));
    if (!stored.viewColumns().isEmpty() && !stored.viewColumns().equals(expected(table))) {
      problems.add(
          "its view %s has other columns: run DROP TABLE %s.%s, and the next start creates it again"
              .formatted(table.latestView(), table.database(), table.latestView()));
    }
    return problems;
  }

  private static List<String> columnProblems(ClickHouseTable table, Map<String, String> stored) {
    List<String> problems = new ArrayList<>();
    expected(table)
        .forEach(
            (name, type) -> {
              String found = stored.get(name);
              if (found == null) {
                problems.add(
                    "it has no column %s: run ALTER TABLE %s ADD COLUMN %s %s"
                        .formatted(name, table.fullName(), name, type));
              } else if (!found.equals(type)) {
                problems.add(
                    "its column %s has type %s, but it must be %s: rename the table, and the next start creates a new one"
                        .formatted(name, found, type));
              }
            });
    return problems;
  }

  private static Map<String, String> expected(ClickHouseTable table) {
    Map<String, String> types = new LinkedHashMap<>();
    for (Field field : table.schema().getFields()) {
      types.put(field.getName(), ColumnTypes.of(field));
    }
    return types;
  }
}
