package dev.tally.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * What happens to a job on the way: a function of the seed alone.
 *
 * @param steps in their order; each when the job has written since the one before
 */
record Schedule(long seed, List<Step> steps) {
  private static final int OLDER_OF_TEN = 4;
  private static final int MOST_BACK = 3;
  private static final int MOST_RECORDS = 40;
  private static final int MOST_MILLIS = 1_200;

  /** What is killed by SIGKILL. */
  enum Victim {
    /** The process that runs the job's tasks; the job goes on by itself when it is back. */
    TASK_MANAGER,
    /** All of Flink; the job is submitted again, from a checkpoint on disk. */
    CLUSTER,
    /** The only Kafka broker. */
    BROKER
  }

  /** At which moment. */
  enum Moment {
    /** After a while, whatever the job does then. */
    ANY,
    /** Between the records of a transaction. */
    IN_FLUSH,
    /** Between the last record of a transaction and its commit. */
    BEFORE_COMMIT
  }

  /**
   * A kill, and what is restored after it.
   *
   * @param after milliseconds, or records of the transaction
   * @param back 0: the last checkpoint; else how many checkpoints older than that
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

  /** True if a checkpoint that is not the last is restored. */
  boolean restoresOlder() {
    return steps.stream().anyMatch(Step::restoresOlder);
  }

  @Override
  public String toString() {
    return steps.stream().map(Step::toString).collect(Collectors.joining("; "));
  }
}
