package dev.tally.operations.erase;

/** Follows the progress of an erasure. */
public interface EraseListener {
  /** Called for each record that was read from a topic, with the number of records so far. */
  default void read(long records) {}

  /** Called before the data of a store is changed. */
  default void erasing(UserPlace place) {}

  /** Called when a transaction was sent and before it is committed. */
  default void committing() {}
}
