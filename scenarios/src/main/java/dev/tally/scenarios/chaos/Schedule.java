package dev.tally.scenarios.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * The faults that happen to a job. They depend only on the seed.
 *
 * @param steps the faults in order; before each, the job has written at least one record since the
 *     previous fault
 */
record Schedule(long seed, List<Step> steps) {
  private static final int OLDER_OF_TEN = 4;
  private static final int MOST_BACK = 3;
  private static final int MOST_RECORDS = 40;
  private static final int MOST_MILLIS = 1_200;

  /** The process that is killed by SIGKILL. */
  enum Victim {
    /** The process that runs the job's tasks; Flink restarts the job when the process is back. */
    TASK_MANAGER,
    /** The whole Flink cluster; the job is submitted again from a checkpoint on disk. */
    CLUSTER,
    /** The only Kafka broker. */
    BROKER
  }

  /** When the process is killed. */
  enum Moment {
    /** After a random time, whatever the job is doing. */
    ANY,
    /** Between the records of a transaction. */
    IN_FLUSH,
    /** Between the last record of a transaction and its commit. */
    BEFORE_COMMIT,
    /**
     * Like {@link #BEFORE_COMMIT}, but an earlier commit was delayed for more checkpoint intervals
     * than Beam has buffers. The checkpoints that had to wait for the delayed commit complete
     * before the process is killed.
     */
    DELAYED_COMMIT
  }

  /**
   * A kill and the restore after it.
   *
   * @param after for {@link Moment#ANY}, the delay in ms; for {@link Moment#IN_FLUSH}, the number
   *     of records that are sent before the kill; unused otherwise
   * @param back how many checkpoints the job goes back from the last one; 0 restores the last one
   */
  record Step(Victim victim, Moment moment, int after, int back) {
    boolean insideFlush() {
      return moment != Moment.ANY;
    }

    boolean restoresOlder() {
      return back > 0;
    }

    @Override
    public String toString() {
      return "kill %s %s%s"
          .formatted(
              victim,
              moment == Moment.ANY ? "after " + after + " ms" : moment,
              restoresOlder() ? ", restore " + back + " checkpoints back" : "");
    }
  }

  static Schedule of(long seed) {
    Random chance = new Random(seed * 0x9E3779B97F4A7C15L);
    boolean older = chance.nextInt(10) < OLDER_OF_TEN;
    int kills = 1 + chance.nextInt(2);
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < kills; i++) {
      boolean last = i == kills - 1;
      steps.add(step(chance, older && last ? 1 + chance.nextInt(MOST_BACK) : 0));
    }
    return new Schedule(seed, List.copyOf(steps));
  }

  private static Step step(Random chance, int back) {
    Moment moment = Moment.values()[chance.nextInt(Moment.values().length)];
    int after = chance.nextInt(moment == Moment.ANY ? MOST_MILLIS : MOST_RECORDS);
    return new Step(Victim.values()[chance.nextInt(Victim.values().length)], moment, after, back);
  }

  /** Returns true if a checkpoint older than the last one is restored. */
  boolean restoresOlder() {
    return steps.stream().anyMatch(Step::restoresOlder);
  }

  @Override
  public String toString() {
    return steps.stream().map(Step::toString).collect(Collectors.joining("; "));
  }
}
