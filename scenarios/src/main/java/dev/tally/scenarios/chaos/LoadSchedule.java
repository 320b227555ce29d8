package dev.tally.scenarios.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The faults that happen while two regions load their records. They depend only on the seed and on
 * whether ClickHouse is loaded. In as many consecutive seeds as there are kinds of faults, each
 * kind is the first one once: nine without ClickHouse and ten with it.
 *
 * @param alone true if only the first region's job loads Hive and ClickHouse, so that the other job
 *     cannot make up for records that the first job loses; this alternates every nine or ten seeds
 * @param faults the faults in order; each happens after the jobs have loaded more records since the
 *     previous one
 */
record LoadSchedule(long seed, boolean alone, List<ScheduledFault> faults) {
  private static final int MOST = 2;
  private static final int MOST_MILLIS = 1_500;
  private static final int MOST_DOWN_MILLIS = 4_000;
  private static final int MOST_BACK = 3;

  /** The kind of a fault; all kills are SIGKILL. */
  enum Kind {
    /** Kills the process that runs the tasks of both jobs. */
    TASK_MANAGER,
    /** Kills the only broker of the first region. */
    BROKER,
    /** Kills the only broker of the other region. */
    OTHER_BROKER,
    /** Kills the first region's Pinot. */
    PINOT,
    /** Kills the metastore of both regions. */
    METASTORE,
    /** Kills the task manager while a file for Hive is partly written. */
    IN_STAGING,
    /** Kills the task manager between writing a file for Hive and committing it. */
    STAGED,
    /** Kills the task manager after a commit to Hive, before the job knows of the commit. */
    COMMITTED,
    /** Kills nothing: the first region's job is restored from an older checkpoint. */
    OLDER_CHECKPOINT,
    /** Kills ClickHouse, in runs that load it. */
    CLICKHOUSE;

    /** Returns the kinds of a run. */
    static List<Kind> of(boolean withClickHouse) {
      return Stream.of(values()).filter(kind -> withClickHouse || kind != CLICKHOUSE).toList();
    }

    /** Returns true if the fault must hit a certain step of a commit to Hive. */
    boolean isInCommit() {
      return this == IN_STAGING || this == STAGED || this == COMMITTED;
    }
  }

  /**
   * A fault.
   *
   * @param after delay before the fault, in ms
   * @param down time until the killed server is restarted, in ms
   * @param back how many checkpoints the first job goes back from the last one; 0 if it is not
   *     restored from an older checkpoint
   */
  record ScheduledFault(Kind kind, int after, int down, int back) {
    @Override
    public String toString() {
      return back == 0 ? kind.toString() : kind + " (" + back + " back)";
    }
  }

  static LoadSchedule of(long seed, boolean withClickHouse) {
    List<Kind> kinds = Kind.of(withClickHouse);
    Random chance = new Random(seed * 0x9E3779B97F4A7C15L);
    List<ScheduledFault> faults = new ArrayList<>();
    faults.add(fault(kinds.get((int) Math.floorMod(seed, (long) kinds.size())), chance));
    while (faults.size() < MOST && chance.nextBoolean()) {
      faults.add(fault(kinds.get(chance.nextInt(kinds.size())), chance));
    }
    return new LoadSchedule(seed, Math.floorDiv(seed, kinds.size()) % 2 != 0, List.copyOf(faults));
  }

  /** Returns true if a job is restored from an older checkpoint. */
  boolean goesBack() {
    return faults.stream().anyMatch(fault -> fault.back() > 0);
  }

  private static ScheduledFault fault(Kind kind, Random chance) {
    return new ScheduledFault(
        kind,
        chance.nextInt(MOST_MILLIS),
        chance.nextInt(MOST_DOWN_MILLIS),
        kind == Kind.OLDER_CHECKPOINT ? 1 + chance.nextInt(MOST_BACK) : 0);
  }

  @Override
  public String toString() {
    return faults.stream().map(ScheduledFault::toString).collect(Collectors.joining(", "))
        + (alone ? " (one job loads Hive)" : "");
  }
}
