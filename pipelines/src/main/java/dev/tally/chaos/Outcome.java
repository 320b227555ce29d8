package dev.tally.chaos;

/**
 * How a schedule ended.
 *
 * @param refused true if the job did not take the older checkpoint that it was given
 * @param records that stand committed in the output, each counted once
 * @param lost revisions that are not there; of a refused job those below what is
 * @param duplicated records that state again what another one states
 * @param outOfOrder records behind a higher revision of their fact
 */
record Outcome(boolean refused, long records, long lost, long duplicated, long outOfOrder) {
  boolean exactlyOnce() {
    return !refused && sound();
  }

  /** True if nothing is missing that should stand, and nothing stands twice or out of order. */
  boolean sound() {
    return lost == 0 && duplicated == 0 && outOfOrder == 0;
  }

  @Override
  public String toString() {
    String verdict = refused ? "refused" : "exactly once";
    return sound()
        ? "%s, %,d records".formatted(verdict, records)
        : "WRONG: %,d records, lost=%d duplicated=%d out_of_order=%d%s"
            .formatted(records, lost, duplicated, outOfOrder, refused ? ", refused" : "");
  }
}
