package dev.tally.chaos;

/**
 * How a schedule ended.
 *
 * @param refused true if the job did not go on from a checkpoint that it was given
 * @param unasked true if that was not an older one, or the job was to take any
 * @param records that stand committed in the output, each counted once
 * @param lost revisions that are not there; of a refused job those below what is
 * @param duplicated records that state again what another one states
 * @param beyond revisions that were never sent: something was counted twice
 * @param outOfOrder records behind a higher revision of their fact
 * @param stuck true if the job did not write on, or took no checkpoint any more
 */
record Outcome(
    boolean refused,
    boolean unasked,
    long records,
    long lost,
    long duplicated,
    long beyond,
    long outOfOrder,
    boolean stuck) {
  boolean exactlyOnce() {
    return !refused && sound();
  }

  /** True if nothing is missing that should stand, and nothing stands that should not. */
  boolean sound() {
    return !unasked && !stuck && lost + duplicated + beyond + outOfOrder == 0;
  }

  @Override
  public String toString() {
    String verdict = refused ? "refused" : "exactly once";
    return sound()
        ? "%s, %,d records".formatted(verdict, records)
        : "WRONG: %,d records, lost=%d duplicated=%d beyond=%d out_of_order=%d%s%s"
            .formatted(
                records,
                lost,
                duplicated,
                beyond,
                outOfOrder,
                refused ? ", refused" : "",
                stuck ? ", stuck" : "");
  }
}
