package dev.tally.operations.redrive;

/** Follows the progress of a redrive. */
public interface RedriveListener {
  /** Called for each dead letter that was read. */
  default void read(long letters) {}

  /** Called before a transaction is committed, with the number of letters committed so far. */
  default void committing(long committed) {}
}
