package dev.tally.truth.compare;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sums the measures of rows with the same dimensions. */
final class MetricsTable {
  private final Columns columns;
  private final Names names;
  private final RowTable rows;

  private MetricsTable(Columns columns, Names names) {
    this.columns = columns;
    this.names = names;
    rows = new RowTable(columns.dimensions().size(), columns.measures().size());
  }

  static MetricsTable of(Columns columns) {
    return new MetricsTable(columns, new Names());
  }

  /**
   * Returns an empty table with the same columns and the same encoding of keys, so that keys of one
   * table can be looked up in the other.
   */
  MetricsTable emptyTwin() {
    return new MetricsTable(columns, names);
  }

  Columns columns() {
    return columns;
  }

  int size() {
    return rows.size();
  }

  /**
   * Adds the measures to the row with these dimensions. Dimensions and measures that are not among
   * the columns are ignored.
   *
   * @return the number of the row
   * @throws IllegalArgumentException if the row lacks a column
   */
  int add(MetricsRow row) {
    long[] values = new long[columns.measures().size()];
    for (int i = 0; i < values.length; i++) {
      Measure measure = columns.measures().get(i);
      values[i] = present(row.measures().get(measure), measure.column(), row);
    }
    int number = rows.findOrAdd(key(row));
    for (int i = 0; i < values.length; i++) {
      rows.add(number, i, values[i]);
    }
    return number;
  }

  int find(long[] key) {
    return rows.find(key);
  }

  long[] key(int row) {
    return rows.key(row);
  }

  long[] sums(int row) {
    return rows.sums(row);
  }

  MetricsRow row(int number) {
    Map<Dimension, String> dimensions = new EnumMap<>(Dimension.class);
    Map<Measure, Long> measures = new EnumMap<>(Measure.class);
    long[] key = rows.key(number);
    long[] sums = rows.sums(number);
    for (int i = 0; i < key.length; i++) {
      Dimension dimension = columns.dimensions().get(i);
      dimensions.put(dimension, decoded(dimension, key[i]));
    }
    for (int i = 0; i < sums.length; i++) {
      measures.put(columns.measures().get(i), sums[i]);
    }
    return new MetricsRow(dimensions, measures);
  }

  private long[] key(MetricsRow row) {
    List<Dimension> dimensions = columns.dimensions();
    long[] key = new long[dimensions.size()];
    for (int i = 0; i < key.length; i++) {
      Dimension dimension = dimensions.get(i);
      key[i] =
          encoded(dimension, present(row.dimensions().get(dimension), dimension.column(), row));
    }
    return key;
  }

  private long encoded(Dimension dimension, String value) {
    return dimension == Dimension.MINUTE_MS ? minute(value) : names.number(value);
  }

  private String decoded(Dimension dimension, long value) {
    return dimension == Dimension.MINUTE_MS ? Long.toString(value) : names.name(value);
  }

  private static long minute(String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("minute_ms must be epoch ms, is '" + value + "'", e);
    }
  }

  private static <T> T present(@Nullable T value, String column, MetricsRow row) {
    if (value == null) {
      throw new IllegalArgumentException(
          "the truth file has the column " + column + ", but the row does not: " + row);
    }
    return value;
  }
}
