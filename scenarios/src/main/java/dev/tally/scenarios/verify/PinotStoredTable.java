package dev.tally.scenarios.verify;

import dev.tally.io.pinot.PinotException;
import dev.tally.io.pinot.PinotQuery;
import dev.tally.io.pinot.PinotRows;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads a Pinot table through a broker, one time range after the other.
 *
 * @param broker {@code host:port}
 * @param time name of the table's time column, epoch ms
 */
public record PinotStoredTable(String broker, String name, String time) implements StoredTable {
  private static final long HOUR_MILLIS = 3_600_000;
  private static final int ROWS_AT_ONCE = 200_000;
  private static final String NO_TEXT = "null";
  private static final String NO_NUMBER = String.valueOf(Long.MIN_VALUE);

  @Override
  public void forEach(List<String> columns, Consumer<Map<String, String>> action)
      throws IOException {
    try (PinotQuery pinot = PinotQuery.at(broker)) {
      if (count(pinot) > 0) {
        long last = bound(pinot, "MAX");
        for (long from = bound(pinot, "MIN"); from <= last; from += HOUR_MILLIS) {
          forEach(pinot, columns, from, from + HOUR_MILLIS, action);
        }
      }
    } catch (PinotException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Returns the number of rows. */
  public long count() throws IOException {
    try (PinotQuery pinot = PinotQuery.at(broker)) {
      return count(pinot);
    } catch (PinotException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private long count(PinotQuery pinot) {
    return pinot.query("SELECT COUNT(*) AS n FROM " + name, 1).getLong(0, "n");
  }

  private long bound(PinotQuery pinot, String function) {
    return pinot
        .query("SELECT %s(\"%s\") AS m FROM %s".formatted(function, time, name), 1)
        .getLong(0, "m");
  }

  /** Reads a time range; if it has too many rows for one query, reads its halves instead. */
  private void forEach(
      PinotQuery pinot,
      List<String> columns,
      long from,
      long to,
      Consumer<Map<String, String>> action)
      throws IOException {
    PinotRows rows =
        pinot.query(
            "SELECT \"%s\" FROM %s WHERE \"%s\" >= %d AND \"%s\" < %d"
                .formatted(String.join("\", \"", columns), name, time, from, time, to),
            ROWS_AT_ONCE);
    if (rows.limitReached()) {
      if (to - from == 1) {
        throw new IOException(
            "Pinot has at least %d rows of %s with %s = %d: too many to read at once."
                .formatted(ROWS_AT_ONCE, name, time, from));
      }
      long middle = from + (to - from) / 2;
      forEach(pinot, columns, from, middle, action);
      forEach(pinot, columns, middle, to, action);
      return;
    }
    for (int row = 0; row < rows.rowCount(); row++) {
      action.accept(row(rows, row, columns));
    }
  }

  private static Map<String, String> row(PinotRows rows, int row, List<String> columns) {
    Map<String, String> values = new HashMap<>();
    for (String column : columns) {
      String value = String.valueOf(rows.get(row, column));
      values.put(column, value.equals(NO_TEXT) || value.equals(NO_NUMBER) ? "" : value);
    }
    return values;
  }
}
