package dev.tally.io.pinot;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a query.
 *
 * @param columns names, in order
 * @param types Pinot's names of the columns' types, e.g. {@code LONG}
 * @param rows the values of each row: Integer, Long, Float, Double, Boolean, or String for anything
 *     else
 * @param limit the limit of the query
 */
public record PinotRows(
    List<String> columns, List<String> types, List<List<@Nullable Object>> rows, int limit) {

  /** How many rows came. */
  public int rowCount() {
    return rows.size();
  }

  /** Whether as many rows came as the query allowed, so that there may be more. */
  public boolean limitReached() {
    return rows.size() >= limit;
  }

  /** The value of a column in a row; both count from 0. */
  public @Nullable Object get(int row, String column) {
    int index = columns.indexOf(column);
    if (index < 0) {
      throw new IllegalArgumentException("No column " + column + " among " + columns);
    }
    return rows.get(row).get(index);
  }

  /** A whole number; a Pinot sum is a DOUBLE, whole and exact below 2^53. */
  public long getLong(int row, String column) {
    Object value = Objects.requireNonNull(get(row, column), column);
    if (value instanceof Integer || value instanceof Long) {
      return ((Number) value).longValue();
    }
    if (value instanceof Double d && d == Math.rint(d) && Math.abs(d) < 1L << 53) {
      return d.longValue();
    }
    throw new IllegalArgumentException("Column " + column + " is " + value + ", no whole number");
  }
}
