package dev.tally.io.kafka;

/**
 * Thrown when a transaction that a completed checkpoint contains was aborted by the brokers, and
 * its records can no longer be read from the topic either.
 */
public final class ExpiredTransactionException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  ExpiredTransactionException(String topic, PreparedTransaction lost) {
    super(
        ("Topic %s: the brokers have aborted a transaction of %d records that the checkpoint"
                + " contains, and the topic no longer holds these records (offsets %d to %d)."
                + " Brokers abort a transaction that is not committed within"
                + " transaction.timeout.ms. Nothing was written. Restore an older retained checkpoint"
                + " with --onOlderSavepoint=RECONCILE, and raise transaction.timeout.ms with"
                + " --kafkaConfig, and the retention of the topic.")
            .formatted(topic, lost.records(), lost.from(), lost.to() - 1));
  }
}
