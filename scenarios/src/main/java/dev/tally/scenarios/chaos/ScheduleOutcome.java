package dev.tally.scenarios.chaos;

/**
 * The outcome of a schedule.
 *
 * @param refused true if the job refused to be restored from a checkpoint
 * @param unexpectedRefusal true if it refused although the checkpoint was not an older one, or
 *     although the job must accept older ones
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
    long records,
    long lost,
    long duplicated,
    long beyond,
    long outOfOrder,
    boolean stuck) {
  boolean exactlyOnce() {
    return !refused && sound();
  }

  /** Returns true if the output is exactly the expected one and the job behaved as expected. */
  boolean sound() {
    return !unexpectedRefusal && !stuck && lost + duplicated + beyond + outOfOrder == 0;
  }

  @Override
  public String toString() {
    String result = refused ? "refused" : "exactly once";
    return sound()
        ? "%s, %,d records".formatted(result, records)
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
