package dev.tally.scenarios.chaos;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.Multiset;
import com.google.common.collect.Multisets;
import dev.tally.scenarios.verify.StoredTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads a Hive table repeatedly and detects rows that disappear or are duplicated. */
final class HiveProbe {
  private final StoredTable table;
  private Multiset<List<String>> seen = HashMultiset.create();
  private long reads;
  private long vanished;
  private long duplicated;

  HiveProbe(StoredTable table) {
    this.table = table;
  }

  /** Reads the table once; a failed read is ignored. */
  void probe() {
    List<String> columns = new ArrayList<>(LoadRecords.columns());
    columns.add("day");
    Multiset<List<String>> rows = HashMultiset.create();
    try {
      table.forEach(
          columns, row -> rows.add(columns.stream().map(c -> row.getOrDefault(c, "")).toList()));
    } catch (IOException notNow) {
      return;
    }
    add(rows);
  }

  private synchronized void add(Multiset<List<String>> rows) {
    reads++;
    duplicated = Math.max(duplicated, rows.size() - rows.elementSet().size());
    vanished += Multisets.difference(seen, rows).size();
    seen = rows;
  }

  /** Returns the number of rows of the last read. */
  synchronized long rows() {
    return seen.size();
  }

  synchronized long reads() {
    return reads;
  }

  /** Returns how many rows were in one read but not in the next one. */
  synchronized long vanished() {
    return vanished;
  }

  /**
   * Compares the rows of the last read with the expected ones. The number of duplicates is the
   * highest that any read had.
   */
  synchronized Balance balance(LoadOracle oracle) {
    Balance last = Balance.of(seen, oracle.revisions());
    return new Balance(last.lost(), Math.max(last.duplicated(), duplicated));
  }
}
