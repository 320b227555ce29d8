package dev.tally.io.kafka;

/**
 * The behaviour of an exactly-once write when the job was restored from a savepoint that is older
 * than the records in the topic.
 */
public enum OnOlderSavepoint {
  /** Fails with an explanation and writes nothing. */
  REFUSE,
  /**
   * Reads back the records that were written after the savepoint, and writes only higher revisions:
   * the result is still exactly once. Needs {@link TopicIO.Write#withRevisions}.
   */
  RECONCILE,
  /** Writes everything after the savepoint again; readers must tolerate duplicates. */
  REWRITE
}
