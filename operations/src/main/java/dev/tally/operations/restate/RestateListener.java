package dev.tally.operations.restate;

/** Follows the progress of a restatement. */
public interface RestateListener {
  /** Called for each raw record that was read; with several passes, once per pass. */
  default void read(long records) {}

  /** Called after all rows were sent and before the transaction is committed. */
  default void committing(long rows) {}
}
