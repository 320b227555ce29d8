package dev.tally.scenarios.verify;

import dev.tally.io.clickhouse.ClickHouseAddress;
import dev.tally.io.clickhouse.ClickHouseException;
import dev.tally.io.clickhouse.ClickHouseQuery;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table or view of ClickHouse.
 *
 * @param name {@code DATABASE.TABLE}
 */
public record ClickHouseStoredTable(ClickHouseAddress address, String name) implements StoredTable {

  @Override
  public void forEach(List<String> columns, Consumer<Map<String, String>> action)
      throws IOException {
    String select = "SELECT `%s` FROM %s".formatted(String.join("`, `", columns), name);
    try {
      ClickHouseQuery.at(address).forEach(select, values -> action.accept(row(columns, values)));
    } catch (ClickHouseException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static Map<String, String> row(List<String> columns, List<@Nullable String> values) {
    Map<String, String> row = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      row.put(columns.get(i), Objects.requireNonNullElse(values.get(i), ""));
    }
    return row;
  }
}
