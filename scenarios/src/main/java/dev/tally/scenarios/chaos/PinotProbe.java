package dev.tally.scenarios.chaos;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.Multiset;
import dev.tally.io.pinot.PinotException;
import dev.tally.io.pinot.PinotQuery;
import dev.tally.io.pinot.PinotRows;
import dev.tally.scenarios.chaos.TotalRegressions.Regression;
import java.util.List;

/** Queries Pinot's total repeatedly and records when it is too low. */
final class PinotProbe implements AutoCloseable {
  private static final int MOST_ROWS = 100_000;

  private final PinotQuery pinot;
  private final String table;
  private final TotalRegressions regressions = new TotalRegressions(System::nanoTime);
  private long total;
  private long reads;

  PinotProbe(String broker, String table) {
    this.pinot = PinotQuery.at(broker);
    this.table = table;
  }

  /** Queries the total once; a failed query is ignored. */
  void probe() {
    try {
      PinotRows answer = pinot.query("SELECT SUM(clicks) AS total FROM " + table, 1);
      add(Math.round(Double.parseDouble(String.valueOf(answer.get(0, "total")))));
    } catch (PinotException notNow) {
      return;
    }
  }

  private synchronized void add(long answered) {
    reads++;
    total = answered;
    regressions.add(answered);
  }

  /** Records that Pinot is being killed. */
  synchronized void killed() {
    regressions.killed();
  }

  /** Records that Pinot is running again. */
  synchronized void revived() {
    regressions.revived();
  }

  synchronized boolean hasCaughtUp() {
    return regressions.hasCaughtUp();
  }

  /** Returns the clicks in the last response. */
  synchronized long total() {
    return total;
  }

  synchronized long reads() {
    return reads;
  }

  synchronized List<Regression> regressions() {
    return regressions.all();
  }

  /** Compares Pinot's current rows with the expected ones. */
  Balance balance(LoadOracle oracle) {
    List<String> columns = LoadRecords.columns();
    PinotRows found =
        pinot.query(
            "SELECT \"%s\" FROM %s".formatted(String.join("\", \"", columns), table), MOST_ROWS);
    Multiset<List<String>> rows = HashMultiset.create();
    for (int i = 0; i < found.rowCount(); i++) {
      int row = i;
      rows.add(columns.stream().map(c -> String.valueOf(found.get(row, c))).toList());
    }
    return Balance.of(rows, oracle.latest());
  }

  @Override
  public void close() {
    pinot.close();
  }
}
