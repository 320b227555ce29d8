package dev.tally.io.kafka;

/**
 * What an exactly-once write does when the job was restored from a savepoint that is not the
 * newest.
 */
public enum OnOlderSavepoint {
  /** It stops with an explanation; nothing is written. */
  REFUSE,
  /**
   * It reads back what stands in the topic from the savepoint on, and writes only the revisions
   * above those: exactly once all the same. Needs {@link TopicIO.Write#withRevisions}.
   */
  RECONCILE,
  /** It writes everything from the savepoint on again; readers must take repeats. */
  REWRITE
}
