package dev.tally.chaos;

import dev.tally.operate.StoredTable;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Somebody who reads a table of Hive all the while, and remembers what it has seen. */
final class HiveLook {
  private final StoredTable table;
  private Set<Row> seen = Set.of();
  private long reads;
  private long vanished;
  private long doubled;

  /**
   * A row's name and what it counts.
   *
   * @param clicks equal to the revision
   */
  record Row(String recordUuid, long revision, long clicks) {}

  HiveLook(StoredTable table) {
    this.table = table;
  }

  /** Reads it once; a Hive that does not answer says nothing. */
  void look() {
    try {
      Map<Row, Integer> rows = new HashMap<>();
      table.forEach(
          List.of("record_uuid", "revision", "clicks"),
          row ->
              rows.merge(
                  new Row(
                      row.getOrDefault("record_uuid", ""),
                      number(row, "revision"),
                      number(row, "clicks")),
                  1,
                  Integer::sum));
      take(rows);
    } catch (IOException notNow) {
      return;
    }
  }

  private static long number(Map<String, String> row, String column) {
    return Long.parseLong(row.getOrDefault(column, "0"));
  }

  private synchronized void take(Map<Row, Integer> rows) {
    reads++;
    doubled = Math.max(doubled, rows.values().stream().mapToLong(times -> times - 1L).sum());
    vanished += seen.stream().filter(row -> !rows.containsKey(row)).count();
    seen = new HashSet<>(rows.keySet());
  }

  /** How many rows the last look found. */
  synchronized long rows() {
    return seen.size();
  }

  synchronized long reads() {
    return reads;
  }

  /** How many rows were there at one look and not at the next. */
  synchronized long vanished() {
    return vanished;
  }

  /** Of the revisions that were sent, those that the last look did not find. */
  synchronized long lost(Map<String, Long> oracle) {
    long lost = 0;
    for (Map.Entry<String, Long> record : oracle.entrySet()) {
      for (long revision = 1; revision <= record.getValue(); revision++) {
        lost += seen.contains(new Row(record.getKey(), revision, revision)) ? 0 : 1;
      }
    }
    return lost;
  }

  /** The rows too many of the worst look, and those that nobody sent. */
  synchronized long duplicated(Map<String, Long> oracle) {
    return doubled
        + seen.stream()
            .filter(
                row ->
                    row.revision() != row.clicks()
                        || row.revision() > oracle.getOrDefault(row.recordUuid(), 0L))
            .count();
  }
}
