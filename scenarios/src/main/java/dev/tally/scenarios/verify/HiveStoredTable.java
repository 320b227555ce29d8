package dev.tally.scenarios.verify;

import dev.tally.server.stack.HiveJdbc;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads a table or view through HiveServer2.
 *
 * @param url the JDBC URL of HiveServer2
 * @param name {@code TABLE} or {@code DATABASE.TABLE}
 */
public record HiveStoredTable(String url, String name) implements StoredTable {
  private static final int ROWS_AT_ONCE = 10_000;

  @Override
  public void forEach(List<String> columns, Consumer<Map<String, String>> action)
      throws IOException {
    String select = "SELECT `%s` FROM %s".formatted(String.join("`, `", columns), name);
    try (Connection connection = HiveJdbc.connect(url);
        Statement statement = connection.createStatement()) {
      statement.setFetchSize(ROWS_AT_ONCE);
      try (ResultSet rows = statement.executeQuery(select)) {
        while (rows.next()) {
          action.accept(row(rows, columns));
        }
      }
    } catch (SQLException e) {
      throw new IOException("Hive: " + e.getMessage(), e);
    }
  }

  private static Map<String, String> row(ResultSet rows, List<String> columns) throws SQLException {
    Map<String, String> row = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      String value = rows.getString(i + 1);
      row.put(columns.get(i), value == null ? "" : value);
    }
    return row;
  }
}
