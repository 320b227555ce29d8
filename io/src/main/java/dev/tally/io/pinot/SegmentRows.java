package dev.tally.io.pinot;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.values.Row;

/**
 * Selects the rows of a segment: for each key the row with the highest revision, in the order of
 * keys. The result depends only on the set of rows, not on their order or repeats.
 */
final class SegmentRows {
  private final RowColumns columns;
  private final int most;
  private final Map<String, Row> latest = new TreeMap<>();

  private SegmentRows(RowColumns columns, int most) {
    this.columns = columns;
    this.most = most;
  }

  /**
   * Returns the rows to write.
   *
   * @param most the maximum number of keys
   */
  static List<Row> of(Iterable<Row> rows, RowColumns columns, int most) {
    SegmentRows segment = new SegmentRows(columns, most);
    rows.forEach(segment::add);
    return List.copyOf(segment.latest.values());
  }

  private void add(Row row) {
    String key = columns.key(row);
    Row there = latest.get(key);
    if (there == null) {
      if (latest.size() == most) {
        throw new PinotException(
            "A segment has more than %d keys: write more segments, see withSegmentsPerPartition(…)."
                .formatted(most));
      }
      latest.put(key, row);
    } else {
      int order = Long.compare(columns.revision(row), columns.revision(there));
      if (order == 0 && !row.equals(there)) {
        throw new PinotException(
            "Two different rows of key %s have revision %d: set a higher revision in the valid row."
                .formatted(key, columns.revision(row)));
      }
      if (order > 0) {
        latest.put(key, row);
      }
    }
  }
}
