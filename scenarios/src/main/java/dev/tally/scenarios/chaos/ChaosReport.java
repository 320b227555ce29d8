package dev.tally.scenarios.chaos;

import java.util.List;

/** Sums up the outcomes of all schedules. */
public final class ChaosReport implements ChaosResult {
  private int schedules;
  private int exactlyOnce;
  private int refused;
  private int writtenAgain;
  private int wrong;
  private long resent;
  private int kills;
  private int killsInFlush;
  private int restoresOfLast;
  private int restoresOfOlder;
  private long lost;
  private long duplicated;
  private long outOfOrder;

  /** Adds the outcome of a schedule. */
  void add(ScheduleOutcome outcome) {
    schedules++;
    exactlyOnce += outcome.exactlyOnce() ? 1 : 0;
    refused += outcome.refused() ? 1 : 0;
    writtenAgain += outcome.writtenAgain() ? 1 : 0;
    wrong += outcome.sound() ? 0 : 1;
    lost += outcome.lost();
    duplicated += outcome.duplicated();
    outOfOrder += outcome.outOfOrder();
  }

  void killed(boolean insideFlush) {
    kills++;
    killsInFlush += insideFlush ? 1 : 0;
  }

  /**
   * Adds the number of input records that are in the topic twice because the producer retried. The
   * job of this test does not remove duplicates, so both copies are expected in its counts.
   */
  void resent(long records) {
    resent += records;
  }

  void restored(boolean older) {
    restoresOfLast += older ? 0 : 1;
    restoresOfOlder += older ? 1 : 0;
  }

  /** Returns true if every schedule had a correct outcome. */
  @Override
  public boolean sound() {
    return wrong == 0 && exactlyOnce + refused + writtenAgain == schedules;
  }

  @Override
  public List<String> lines() {
    return List.of(
        "kills=%d inside_a_flush=%d restores_of_the_last=%d restores_of_an_older=%d out_of_order=%d wrong=%d input_resent=%d written_again=%d"
            .formatted(
                kills,
                killsInFlush,
                restoresOfLast,
                restoresOfOlder,
                outOfOrder,
                wrong,
                resent,
                writtenAgain),
        "schedules=%d exactly_once=%d refused=%d lost=%d duplicated=%d"
            .formatted(schedules, exactlyOnce, refused, lost, duplicated));
  }
}
