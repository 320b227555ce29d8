package dev.tally.chaos;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.Multiset;
import com.google.common.collect.Multisets;
import dev.tally.operate.StoredTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Somebody who reads a table of Hive all the while, and remembers what it has seen. */
final class HiveLook {
  private final StoredTable table;
  private Multiset<List<String>> seen = HashMultiset.create();
  private long reads;
  private long vanished;
  private long doubled;

  HiveLook(StoredTable table) {
    this.table = table;
  }

  /** Reads it once; a Hive that does not answer says nothing. */
  void look() {
    List<String> columns = new ArrayList<>(LoadRecords.columns());
    columns.add("day");
    Multiset<List<String>> rows = HashMultiset.create();
    try {
      table.forEach(
          columns, row -> rows.add(columns.stream().map(c -> row.getOrDefault(c, "")).toList()));
    } catch (IOException notNow) {
      return;
    }
    take(rows);
  }

  private synchronized void take(Multiset<List<String>> rows) {
    reads++;
    doubled = Math.max(doubled, rows.size() - rows.elementSet().size());
    vanished += Multisets.difference(seen, rows).size();
    seen = rows;
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

  /** What the last look found; too many are the rows of the worst. */
  synchronized Balance balance(LoadOracle oracle) {
    Balance last = Balance.of(seen, oracle.revisions());
    return new Balance(last.lost(), Math.max(last.duplicated(), doubled));
  }
}
