package dev.tally.io.pinot;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The result of a query.
 *
 * @param columns the column names, in order
 * @param types Pinot's names of the column types, e.g. {@code LONG}
 * @param rows the values of each row: Integer, Long, Float, Double, Boolean, or String for any
 *     other type
 * @param limit the limit of the query
 */
public record PinotRows(
    List<String> columns, List<String> types, List<List<@Nullable Object>> rows, int limit) {

  /** Returns the number of rows. */
  public int rowCount() {
    return rows.size();
  }

  /** True if the query returned as many rows as its limit allows, so that there may be more. */
  public boolean limitReached() {
    return rows.size() >= limit;
  }

  /** Returns the value of a column in a row; the first row is 0. */
  public @Nullable Object get(int row, String column) {
    int index = columns.indexOf(column);
    if (index < 0) {
      throw new IllegalArgumentException("No column " + column + " among " + columns);
    }
    return rows.get(row).get(index);
  }

  /**
   * Returns the value of a column as a whole number. A Pinot sum is a DOUBLE, which is exact for
   * whole numbers below 2^53.
   *
   * @throws IllegalArgumentException if the value is not such a number
   */
  public long getLong(int row, String column) {
    Object value = Objects.requireNonNull(get(row, column), column);
    if (value instanceof Integer || value instanceof Long) {
      return ((Number) value).longValue();
    }
    if (value instanceof Double d && d == Math.rint(d) && Math.abs(d) < 1L << 53) {
      return d.longValue();
    }
    throw new IllegalArgumentException(
        "Column " + column + " is " + value + ", not a whole number");
  }
}
