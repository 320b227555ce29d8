package dev.tally.chaos;

import dev.tally.io.pinot.PinotException;
import dev.tally.io.pinot.PinotQuery;
import dev.tally.io.pinot.PinotRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Somebody who asks Pinot for its totals all the while. A total below one that was seen is a dip;
 * one that follows a kill of Pinot is excused until it has caught up.
 */
final class PinotLook implements AutoCloseable {
  private static final int MOST_ROWS = 100_000;

  private final PinotQuery pinot;
  private final String table;
  private final List<Dip> dips = new ArrayList<>();
  private long highest;
  private long rows;
  private long reads;
  private long dippedAt;
  private boolean excused;

  /**
   * A time in which Pinot said less than before.
   *
   * @param excused true if Pinot was killed before
   */
  record Dip(long millis, boolean excused) {}

  PinotLook(String broker, String table) {
    this.pinot = PinotQuery.at(broker);
    this.table = table;
  }

  /** Asks once; a Pinot that does not answer says nothing. */
  void look() {
    try {
      PinotRows answer = pinot.query("SELECT COUNT(*) AS n, SUM(clicks) AS total FROM " + table, 1);
      take(
          answer.getLong(0, "n"),
          Math.round(Double.parseDouble(String.valueOf(answer.get(0, "total")))));
    } catch (PinotException notNow) {
      return;
    }
  }

  private synchronized void take(long count, long total) {
    reads++;
    rows = count;
    long now = System.nanoTime();
    if (total < highest && dippedAt == 0) {
      dippedAt = now;
    } else if (total >= highest) {
      if (dippedAt != 0) {
        dips.add(new Dip((now - dippedAt) / 1_000_000, excused));
        dippedAt = 0;
      }
      excused = false;
      highest = total;
    }
  }

  /** Pinot is killed: until it has caught up, it may say less. */
  synchronized void excuse() {
    excused = true;
  }

  /** How many records the last answer had. */
  synchronized long rows() {
    return rows;
  }

  synchronized long reads() {
    return reads;
  }

  /** All dips that are over; one that is not is as long as it is by now. */
  synchronized List<Dip> dips() {
    List<Dip> all = new ArrayList<>(dips);
    if (dippedAt != 0) {
      all.add(new Dip((System.nanoTime() - dippedAt) / 1_000_000, excused));
    }
    return List.copyOf(all);
  }

  /** Of the records that were sent, those of which Pinot does not have the highest revision. */
  long lost(Map<String, Long> oracle) {
    Map<String, Long> standing = new HashMap<>();
    PinotRows found = all();
    for (int row = 0; row < found.rowCount(); row++) {
      standing.put(String.valueOf(found.get(row, "record_uuid")), found.getLong(row, "clicks"));
    }
    return oracle.entrySet().stream()
        .filter(record -> !record.getValue().equals(standing.get(record.getKey())))
        .count();
  }

  /** Rows that Pinot has beyond one a record. */
  long duplicated(Map<String, Long> oracle) {
    PinotRows found = all();
    Set<String> known = new HashSet<>();
    for (int row = 0; row < found.rowCount(); row++) {
      known.add(String.valueOf(found.get(row, "record_uuid")));
    }
    known.retainAll(oracle.keySet());
    return (long) found.rowCount() - known.size();
  }

  private PinotRows all() {
    return pinot.query("SELECT record_uuid, clicks FROM " + table, MOST_ROWS);
  }

  @Override
  public void close() {
    pinot.close();
  }
}
