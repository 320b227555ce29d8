package dev.tally.scenarios.chaos;

import dev.tally.scenarios.chaos.LoadSchedule.Kind;
import dev.tally.scenarios.chaos.TotalRegressions.Regression;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Sums up the outcomes of all schedules. */
public final class LoadReport implements ChaosResult {
  /**
   * A regression of Pinot's total that lasts longer than this makes the result wrong, unless it is
   * excused.
   */
  static final long LONG_REGRESSION_MILLIS = 1_000;

  private final Map<Kind, Integer> faults = new EnumMap<>(Kind.class);
  private int schedules;
  private int unfinished;
  private int inCommit;
  private int missed;
  private int compactions;
  private long hiveReads;
  private long vanished;
  private long repeats;
  private long pinotReads;
  private long clickHouseReads;
  private long regressions;
  private long longestRegression;
  private long longRegressions;
  private long excusedDips;
  private long longestExcused;
  private Balance balance = Balance.EXACT;

  /**
   * The outcome of a schedule.
   *
   * @param hive balance of the revisions in Hive
   * @param pinot balance of the highest revisions in Pinot
   * @param clickHouse balance of the highest revisions in ClickHouse
   * @param topics balance of the values in the merged topics of both regions
   * @param repeats number of duplicates in these topics, which are allowed if a job was reconciled
   * @param vanished number of rows that a reader of Hive or ClickHouse saw and that were missing,
   *     or had a lower revision, in the next read
   * @param longRegressions number of regressions of Pinot's totals that were too long and not
   *     excused
   * @param unfinished true if the jobs did not make progress in time, or a reader failed
   * @param rows number of rows in Hive
   */
  record End(
      Balance hive,
      Balance pinot,
      Balance clickHouse,
      Balance topics,
      long repeats,
      long vanished,
      long longRegressions,
      boolean unfinished,
      long rows) {

    Balance all() {
      return hive.plus(pinot).plus(clickHouse).plus(topics);
    }

    boolean sound() {
      return !unfinished && all().equals(Balance.EXACT) && vanished + longRegressions == 0;
    }

    @Override
    public String toString() {
      return sound()
          ? "%,d rows, each once".formatted(rows)
          : "WRONG: Hive %s vanished=%d, Pinot %s long_regressions=%d, ClickHouse %s, topics %s%s"
              .formatted(
                  hive,
                  vanished,
                  pinot,
                  longRegressions,
                  clickHouse,
                  topics,
                  unfinished ? ", unfinished" : "");
    }
  }

  /** Adds the outcome of a schedule. */
  void add(End end) {
    schedules++;
    unfinished += end.unfinished() ? 1 : 0;
    balance = balance.plus(end.all());
    repeats += end.repeats();
    vanished += end.vanished();
    longRegressions += end.longRegressions();
  }

  /** Counts a fault; {@code hit} is true if it hit a commit at the intended step. */
  void fault(Kind kind, boolean hit) {
    faults.merge(kind, 1, Integer::sum);
    inCommit += hit ? 1 : 0;
    missed += kind.isInCommit() && !hit ? 1 : 0;
  }

  /** Counts compacted partitions. */
  void compacted(int partitions) {
    compactions += partitions;
  }

  /** Adds the observations of the readers. */
  void readers(HiveProbe hive, PinotProbe pinot, ClickHouseProbe clickHouse) {
    hiveReads += hive.reads();
    clickHouseReads += clickHouse.reads();
    pinotReads += pinot.reads();
    pinot.regressions().forEach(this::regression);
  }

  private void regression(Regression regression) {
    regressions++;
    if (regression.excused()) {
      excusedDips++;
      longestExcused = Math.max(longestExcused, regression.millis());
    } else {
      longestRegression = Math.max(longestRegression, regression.millis());
    }
  }

  /** Returns true if a regression is too long and not excused. */
  static boolean isLong(Regression regression) {
    return !regression.excused() && regression.millis() > LONG_REGRESSION_MILLIS;
  }

  /**
   * Returns true if every schedule had a correct outcome, each fault hit its target, and partitions
   * were compacted.
   */
  @Override
  public boolean sound() {
    return schedules > 0
        && balance.equals(Balance.EXACT)
        && vanished + longRegressions + unfinished + missed == 0
        && compactions > 0;
  }

  @Override
  public List<String> lines() {
    return List.of(
        faults.entrySet().stream()
            .map(kind -> "%s=%d".formatted(kind.getKey(), kind.getValue()))
            .collect(Collectors.joining(" ")),
        "schedules=%d unfinished=%d inside_a_commit=%d missed=%d compactions=%d repeats_in_topics=%d"
            .formatted(schedules, unfinished, inCommit, missed, compactions, repeats),
        "hive_reads=%d clickhouse_reads=%d vanished=%d pinot_reads=%d regressions=%d longest_regression_ms=%d long_regressions=%d dips_after_a_kill=%d longest_after_a_kill_ms=%d"
            .formatted(
                hiveReads,
                clickHouseReads,
                vanished,
                pinotReads,
                regressions,
                longestRegression,
                longRegressions,
                excusedDips,
                longestExcused),
        "faults=%d lost=%d duplicated=%d"
            .formatted(
                faults.values().stream().mapToInt(Integer::intValue).sum(),
                balance.lost(),
                balance.duplicated()));
  }
}
