package dev.tally.io.clickhouse;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.beam.sdk.values.Row;

/**
 * Divides a batch into inserts with rows of few days each. Each day is a partition of the table,
 * and servers reject an insert into more than 100 partitions by default.
 */
final class InsertBlocks {
  static final int MOST_DAYS = 50;
  private static final long DAY_MILLIS = 86_400_000;

  private InsertBlocks() {}

  /** Returns the rows of each insert; every row is in exactly one of them. */
  static List<List<Row>> of(List<Row> rows, String time) {
    TreeMap<Long, List<Row>> byDay = new TreeMap<>();
    for (Row row : rows) {
      long day = Math.floorDiv(Objects.requireNonNull(row.getInt64(time)), DAY_MILLIS);
      byDay.computeIfAbsent(day, unused -> new ArrayList<>()).add(row);
    }
    return Lists.partition(List.copyOf(byDay.values()), MOST_DAYS).stream()
        .map(days -> days.stream().flatMap(List::stream).toList())
        .toList();
  }

  static List<Row> listOf(Iterable<Row> rows) {
    return ImmutableList.copyOf(rows);
  }
}
