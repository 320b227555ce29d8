package dev.tally.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * What happens while two regions load their records: a function of the seed alone. Each kind of
 * fault comes first in one of nine seeds that follow each other.
 *
 * @param alone true if the first region's job alone loads Hive, so that nobody makes good what it
 *     loses; so it is in every other nine seeds
 * @param faults in their order; each when the jobs have loaded since the one before
 */
record LoadSchedule(long seed, boolean alone, List<Fault> faults) {
  private static final int KINDS = Kind.values().length;
  private static final int MOST = 2;
  private static final int MOST_MILLIS = 1_500;
  private static final int MOST_DOWN_MILLIS = 4_000;
  private static final int MOST_BACK = 3;

  /** What breaks; all kills are SIGKILL. */
  enum Kind {
    /** The process that runs the tasks of both jobs. */
    TASK_MANAGER,
    /** The first region's only broker. */
    BROKER,
    /** The other region's only broker. */
    OTHER_BROKER,
    /** The first region's Pinot. */
    PINOT,
    /** The metastore of both. */
    METASTORE,
    /** The task manager, while a file for Hive is half written. */
    IN_STAGING,
    /** The task manager, between a file for Hive and its commit. */
    STAGED,
    /** The task manager, after a commit to Hive of which nobody was told. */
    PUBLISHED,
    /** Nothing dies: the first region's job goes on from an older checkpoint. */
    OLDER_CHECKPOINT;

    /** Whether it has to hit a commit to Hive at one of its steps. */
    boolean isInCommit() {
      return this == IN_STAGING || this == STAGED || this == PUBLISHED;
    }
  }

  /**
   * A fault.
   *
   * @param after milliseconds before it
   * @param down milliseconds until what was killed is started again
   * @param back how many checkpoints before the last the first job then goes on from; 0: none
   */
  record Fault(Kind kind, int after, int down, int back) {
    @Override
    public String toString() {
      return back == 0 ? kind.toString() : kind + " (" + back + " back)";
    }
  }

  static LoadSchedule of(long seed) {
    Random chance = new Random(seed * 0x9E3779B97F4A7C15L);
    List<Fault> faults = new ArrayList<>();
    faults.add(fault(Kind.values()[(int) Math.floorMod(seed, (long) KINDS)], chance));
    while (faults.size() < MOST && chance.nextBoolean()) {
      faults.add(fault(Kind.values()[chance.nextInt(KINDS)], chance));
    }
    return new LoadSchedule(seed, Math.floorDiv(seed, KINDS) % 2 != 0, List.copyOf(faults));
  }

  /** True if a job goes on from an older checkpoint. */
  boolean goesBack() {
    return faults.stream().anyMatch(fault -> fault.back() > 0);
  }

  private static Fault fault(Kind kind, Random chance) {
    return new Fault(
        kind,
        chance.nextInt(MOST_MILLIS),
        chance.nextInt(MOST_DOWN_MILLIS),
        kind == Kind.OLDER_CHECKPOINT ? 1 + chance.nextInt(MOST_BACK) : 0);
  }

  @Override
  public String toString() {
    return faults.stream().map(Fault::toString).collect(Collectors.joining(", "))
        + (alone ? " (one loads Hive)" : "");
  }
}
