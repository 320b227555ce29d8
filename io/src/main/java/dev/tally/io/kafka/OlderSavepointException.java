package dev.tally.io.kafka;

/**
 * Thrown when the state of a shard's writer does not match what its sink group has committed: the
 * job was restored from an older savepoint, another job uses the group, or the group's markers have
 * expired. Nothing of the shard was written or skipped. Other shards may have written before this
 * one failed; then no savepoint matches all shards any longer, and only RECONCILE can resume
 * exactly once.
 */
public final class OlderSavepointException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  OlderSavepointException(SequencePosition state, SequencePosition committed) {
    super(
        (committed.count() == 0
                ? "The sink group has no markers: they expire with its offsets"
                    + " (offsets.retention.minutes of the brokers), or another sink group was used"
                    + " before. "
                : "")
            + ("The job's state is at record %d of a shard, but its sink group has committed %d"
                    + " records in a different sequence: the savepoint is older, or the sink group"
                    + " belongs to another job. Restore the newest savepoint; or, if that is"
                    + " refused too, set --onOlderSavepoint=RECONCILE, which reads back what is"
                    + " already in the topic and writes only what is new.")
                .formatted(state.count(), committed.count()));
  }
}
