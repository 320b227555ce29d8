package dev.tally.scenarios.chaos;

import com.google.common.collect.ImmutableMultiset;
import com.google.common.collect.Multiset;
import dev.tally.transforms.model.AdMetric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Computes the rows that the stores must have from the records that were sent.
 *
 * @param highest the highest revision of each fact; all lower revisions were sent too
 */
record LoadOracle(Map<Integer, Long> highest) {

  /**
   * Returns Hive's expected rows: every revision once, with the values of {@link
   * LoadRecords#columns} and the day.
   */
  Multiset<List<String>> revisions() {
    ImmutableMultiset.Builder<List<String>> rows = ImmutableMultiset.builder();
    highest.forEach(
        (fact, last) -> {
          for (long revision = 1; revision <= last; revision++) {
            AdMetric record = LoadRecords.record(fact, revision);
            List<String> row = new ArrayList<>(LoadRecords.values(record));
            row.add(LoadRecords.day(record));
            rows.add(row);
          }
        });
    return rows.build();
  }

  /** Returns Pinot's expected rows: the highest revision of each fact. */
  Multiset<List<String>> latest() {
    ImmutableMultiset.Builder<List<String>> rows = ImmutableMultiset.builder();
    highest.forEach((fact, last) -> rows.add(LoadRecords.values(LoadRecords.record(fact, last))));
    return rows.build();
  }
}
