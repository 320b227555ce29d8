package dev.tally.scenarios.chaos;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.Multiset;
import dev.tally.scenarios.verify.StoredTable;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads ClickHouse's view of the highest revisions repeatedly and detects keys that have several
 * rows, keys that disappear and revisions that decrease. In a run without ClickHouse it reads
 * nothing, and its balance is exact.
 */
final class ClickHouseProbe {
  private static final int UUID = LoadRecords.columns().indexOf("record_uuid");
  private static final int REVISION = LoadRecords.columns().indexOf("revision");

  private final @Nullable StoredTable view;
  private final Map<String, Long> revisions = new HashMap<>();
  private Multiset<List<String>> last = HashMultiset.create();
  private long reads;
  private long regressed;
  private long duplicated;

  /**
   * Creates a probe.
   *
   * @param view null in a run without ClickHouse
   */
  ClickHouseProbe(@Nullable StoredTable view) {
    this.view = view;
  }

  /** Reads the view once; a failed read is ignored. */
  void probe() {
    if (view == null) {
      return;
    }
    List<String> columns = LoadRecords.columns();
    Multiset<List<String>> rows = HashMultiset.create();
    try {
      view.forEach(columns, row -> rows.add(columns.stream().map(row::get).toList()));
    } catch (IOException notNow) {
      return;
    }
    add(rows);
  }

  synchronized void add(Multiset<List<String>> rows) {
    Map<String, Long> found = new HashMap<>();
    rows.forEach(row -> found.put(row.get(UUID), Long.parseLong(row.get(REVISION))));
    duplicated = Math.max(duplicated, rows.size() - found.size());
    regressed +=
        revisions.entrySet().stream()
            .filter(seen -> found.getOrDefault(seen.getKey(), -1L) < seen.getValue())
            .count();
    revisions.putAll(found);
    last = rows;
    reads++;
  }

  synchronized long reads() {
    return reads;
  }

  /** Returns how often a key had a lower revision than in the read before, or no row. */
  synchronized long regressed() {
    return regressed;
  }

  /**
   * Compares the rows of the last read with the expected ones. The number of duplicates is the
   * highest that any read had.
   */
  synchronized Balance balance(LoadOracle oracle) {
    if (view == null) {
      return Balance.EXACT;
    }
    Balance found = Balance.of(last, oracle.latest());
    return new Balance(found.lost(), Math.max(found.duplicated(), duplicated));
  }
}
