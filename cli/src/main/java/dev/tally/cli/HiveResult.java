package dev.tally.cli;

import dev.tally.server.stack.HiveJdbc;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of one statement on HiveServer2; it has no columns and no rows if the statement
 * returns no result set.
 */
final class HiveResult implements AutoCloseable {
  private final Connection connection;
  private final @Nullable ResultSet rows;

  private HiveResult(Connection connection, @Nullable ResultSet rows) {
    this.connection = connection;
    this.rows = rows;
  }

  static HiveResult of(String url, String statement) throws SQLException {
    Connection connection = HiveJdbc.connect(url);
    try {
      Statement query = connection.createStatement(); // Closed together with its connection.
      return new HiveResult(connection, query.execute(statement) ? query.getResultSet() : null);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Returns the column names without the table prefix that Hive adds. */
  List<String> columns() throws SQLException {
    List<String> names = new ArrayList<>();
    if (rows != null) {
      ResultSetMetaData columns = rows.getMetaData();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        String label = columns.getColumnLabel(i);
        names.add(label.substring(label.indexOf('.') + 1));
      }
    }
    return names;
  }

  boolean next() throws SQLException {
    return rows != null && rows.next();
  }

  List<@Nullable Object> row() throws SQLException {
    List<@Nullable Object> values = new ArrayList<>();
    if (rows != null) {
      for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
        values.add(rows.getObject(i));
      }
    }
    return values;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
