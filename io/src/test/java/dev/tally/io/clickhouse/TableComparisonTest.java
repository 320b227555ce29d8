package dev.tally.io.clickhouse;

import static dev.tally.io.clickhouse.ReadingTable.TABLE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TableComparisonTest {
  private static final String ENGINE =
      "ReplacingMergeTree(revision) PARTITION BY x ORDER BY sensor";
  private static final Optional<String> ID = Optional.of("2fadade9-ba8d-4d8a-b5fd-e88217dba791");

  @Test
  void acceptsTheTableThatItCreates_alsoBeforeItsViewExists() {
    assertThat(problems(new StoredDefinition(ENGINE, "sensor", columns(), columns(), ID)))
        .isEmpty();
    assertThat(problems(new StoredDefinition(ENGINE, "sensor", columns(), Map.of(), ID))).isEmpty();
  }

  @Test
  void acceptsMoreColumnsInTheTable() {
    Map<String, String> more = columns();
    more.put("note", "String");
    assertThat(problems(new StoredDefinition(ENGINE, "sensor", more, columns(), ID))).isEmpty();
  }

  @Test
  void refusesAnotherEngine_anotherOrder_andATableWithoutAnId() {
    assertThat(
            problems(
                new StoredDefinition(
                    "MergeTree() ORDER BY at", "at", columns(), columns(), Optional.empty())))
        .contains("it must be ReplacingMergeTree(revision)")
        .contains("it is ordered by at, but it must be ordered by sensor")
        .contains("it has no table id");
  }

  @Test
  void refusesAMissingColumnWithTheStatementThatAddsIt_andAnotherType() {
    Map<String, String> stored = columns();
    stored.remove("room");
    stored.put("at", "Int32");
    assertThat(problems(new StoredDefinition(ENGINE, "sensor", stored, Map.of(), ID)))
        .contains("run ALTER TABLE lab.readings ADD COLUMN room Nullable(String)")
        .contains("its column at has type Int32, but it must be Int64");
  }

  @Test
  void refusesAViewWithOtherColumns() {
    Map<String, String> view = columns();
    view.remove("room");
    assertThat(problems(new StoredDefinition(ENGINE, "sensor", columns(), view, ID)))
        .contains("run DROP TABLE lab.readings_latest");
  }

  private static String problems(StoredDefinition stored) {
    return String.join("\n", TableComparison.problems(TABLE, stored));
  }

  private static Map<String, String> columns() {
    Map<String, String> columns = new LinkedHashMap<>();
    TABLE.schema().getFields().forEach(f -> columns.put(f.getName(), ColumnTypes.of(f)));
    return columns;
  }
}
