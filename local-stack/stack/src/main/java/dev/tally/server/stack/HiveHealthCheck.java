package dev.tally.server.stack;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Checks a HiveServer2 with a query that needs Tez and has one result row. It creates no table. */
final class HiveHealthCheck {
  private static final String COUNT =
      "SELECT COUNT(*) FROM (SELECT EXPLODE(ARRAY(1, 2, 3)) AS x) AS t";

  private HiveHealthCheck() {}

  static void check(String url, Duration atMost) throws UnhealthyException {
    String inTime = url + ";socketTimeout=" + atMost.toMillis();
    try (Connection hive = HiveJdbc.connect(inTime);
        Statement statement = hive.createStatement();
        ResultSet count = statement.executeQuery(COUNT)) {
      if (!count.next() || count.getLong(1) != 3) {
        throw new UnhealthyException("a query did not count three rows as three", null);
      }
    } catch (SQLException e) {
      throw new UnhealthyException("a query failed", e);
    }
  }
}
