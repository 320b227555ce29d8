package dev.tally.io.kafka;

/**
 * The state of a writer does not belong to what its sink group has committed: the job was restored
 * from an older savepoint, or another one uses the group, or the group's markers have expired.
 * Nothing of the shard was written or skipped; other shards may have found out later than this one,
 * and then the newest savepoint is of no more use than the older.
 */
public final class OlderSavepointException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  OlderSavepointException(Position state, Position committed) {
    super(
        (committed.count() == 0
                ? "Its markers are not there: they expire with the group's offsets"
                    + " (offsets.retention.minutes of the brokers), or the group is another. "
                : "")
            + ("The job's state is at record %d of a shard, and its sink group has committed %d, not in the"
                    + " same sequence: an older savepoint, or a sink group of another job. Restore the"
                    + " newest savepoint; or, if that is refused too, give"
                    + " --onOlderSavepoint=RECONCILE, which reads back what stands in the topic and"
                    + " writes only what is new.")
                .formatted(state.count(), committed.count()));
  }
}
