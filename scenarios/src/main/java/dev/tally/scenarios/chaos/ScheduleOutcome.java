package dev.tally.scenarios.chaos;

/**
 * The outcome of a schedule.
 *
 * @param refused true if the job refused to be restored from a checkpoint
 * @param unexpectedRefusal true if it refused although the checkpoint was not an older one, or
 *     although the job must accept older ones
 * @param mayRepeat true if the job was restored from an older checkpoint and must write everything
 *     after it again (REWRITE)
 * @param records number of distinct revisions committed to the output
 * @param lost number of missing revisions; for a refused job, only those below the highest one of
 *     their fact
 * @param duplicated number of records that duplicate the revision of another record
 * @param beyond number of revisions that are higher than expected, because an input was counted
 *     twice
 * @param outOfOrder number of records after a higher revision of their fact
 * @param stuck true if the job stopped writing or stopped completing checkpoints
 */
record ScheduleOutcome(
    boolean refused,
    boolean unexpectedRefusal,
    boolean mayRepeat,
    long records,
    long lost,
    long duplicated,
    long beyond,
    long outOfOrder,
    boolean stuck) {
  boolean exactlyOnce() {
    return !refused && sound() && !repeats();
  }

  /** Returns true if the output is the expected one and the job behaved as expected. */
  boolean sound() {
    return !unexpectedRefusal && !stuck && lost + beyond == 0 && (mayRepeat || !repeats());
  }

  /** Returns true if records are repeated because the job had to write them again. */
  boolean writtenAgain() {
    return !refused && sound() && repeats();
  }

  private boolean repeats() {
    return duplicated + outOfOrder > 0;
  }

  private String kind() {
    return refused ? "refused" : repeats() ? "written again" : "exactly once";
  }

  @Override
  public String toString() {
    return sound()
        ? "%s, %,d records".formatted(kind(), records)
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
