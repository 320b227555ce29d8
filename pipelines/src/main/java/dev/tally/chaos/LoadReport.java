package dev.tally.chaos;

import dev.tally.chaos.LoadSchedule.Kind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What came of all schedules of a load. */
public final class LoadReport implements Verdict {
  /** A dip of Pinot's totals that outlasts this is a failure. */
  static final long LONG_DIP_MILLIS = 1_000;

  private final Map<Kind, Integer> faults = new EnumMap<>(Kind.class);
  private int schedules;
  private int unfinished;
  private int trapped;
  private int compactions;
  private long hiveReads;
  private long vanished;
  private long pinotReads;
  private long dips;
  private long longestDip;
  private long longDips;
  private long excusedDips;
  private long lost;
  private long duplicated;

  /**
   * How a schedule ended.
   *
   * @param lostInHive revisions
   * @param lostInPinot records without their highest revision
   * @param duplicatedInHive rows beyond one a revision, or that nobody sent
   * @param duplicatedInPinot rows beyond one a record, or that nobody sent
   * @param vanished rows that a reader of Hive saw and then did not
   * @param longDips of Pinot's totals, too long for what happened
   * @param rows that stand in Hive
   * @param unfinished true if the jobs did not load on
   */
  record End(
      long lostInHive,
      long lostInPinot,
      long duplicatedInHive,
      long duplicatedInPinot,
      long vanished,
      long longDips,
      boolean unfinished,
      long rows) {
    boolean sound() {
      return !unfinished
          && lostInHive + lostInPinot + duplicatedInHive + duplicatedInPinot + vanished + longDips
              == 0;
    }

    @Override
    public String toString() {
      return sound()
          ? "%,d rows, each once".formatted(rows)
          : "WRONG: hive lost=%d duplicated=%d vanished=%d, pinot lost=%d duplicated=%d long_dips=%d%s"
              .formatted(
                  lostInHive,
                  duplicatedInHive,
                  vanished,
                  lostInPinot,
                  duplicatedInPinot,
                  longDips,
                  unfinished ? ", unfinished" : "");
    }
  }

  /** Takes a schedule's end. */
  void add(End end) {
    schedules++;
    unfinished += end.unfinished() ? 1 : 0;
    lost += end.lostInHive() + end.lostInPinot();
    duplicated += end.duplicatedInHive() + end.duplicatedInPinot();
    vanished += end.vanished();
    longDips += end.longDips();
  }

  /** Counts a fault; {@code caught} if it hit a commit at the step that it was meant for. */
  void fault(Kind kind, boolean caught) {
    faults.merge(kind, 1, Integer::sum);
    trapped += caught ? 1 : 0;
  }

  /** Counts partitions that were compacted meanwhile. */
  void compacted(int partitions) {
    compactions += partitions;
  }

  /** Takes what the readers saw. */
  void readers(HiveLook hive, PinotLook pinot) {
    hiveReads += hive.reads();
    pinotReads += pinot.reads();
    for (PinotLook.Dip dip : pinot.dips()) {
      dips++;
      excusedDips += dip.excused() ? 1 : 0;
      longestDip = dip.excused() ? longestDip : Math.max(longestDip, dip.millis());
    }
  }

  /** Whether a dip is one too many. */
  static boolean isLong(PinotLook.Dip dip) {
    return !dip.excused() && dip.millis() > LONG_DIP_MILLIS;
  }

  /** True if every schedule ended as it should. */
  @Override
  public boolean sound() {
    return schedules > 0 && lost + duplicated + vanished + longDips + unfinished == 0;
  }

  @Override
  public List<String> lines() {
    return List.of(
        faults.entrySet().stream()
            .map(kind -> "%s=%d".formatted(kind.getKey(), kind.getValue()))
            .collect(Collectors.joining(" ")),
        "schedules=%d unfinished=%d inside_a_commit=%d compactions=%d"
            .formatted(schedules, unfinished, trapped, compactions),
        "hive_reads=%d vanished=%d pinot_reads=%d dips=%d longest_dip_ms=%d long_dips=%d dips_after_a_kill=%d"
            .formatted(hiveReads, vanished, pinotReads, dips, longestDip, longDips, excusedDips),
        "faults=%d lost=%d duplicated=%d"
            .formatted(
                faults.values().stream().mapToInt(Integer::intValue).sum(), lost, duplicated));
  }
}
