package dev.tally.it.hive;

import dev.tally.server.stack.HiveJdbc;
import dev.tally.server.stack.LocalStack;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Runs queries and statements on a HiveServer2 in one session. */
public final class Hive implements AutoCloseable {
  private final Connection connection;

  public Hive(LocalStack stack) throws SQLException {
    connection = HiveJdbc.connect(stack.hive().jdbcUrl());
  }

  /** Returns the rows as text, with commas between the columns. */
  public List<String> ask(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          columns.add(rows.getString(i));
        }
        found.add(String.join(",", columns.stream().map(String::valueOf).toList()));
      }
      return found;
    }
  }

  /** Runs a statement that returns no rows. */
  public void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
