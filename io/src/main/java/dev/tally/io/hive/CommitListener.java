package dev.tally.io.hive;

import java.io.Serializable;

/**
 * A listener that is called at each step of a commit, in the thread that commits. Tests use it to
 * hold or end a writer at a step. An exception that it throws fails the commit.
 */
@FunctionalInterface
public interface CommitListener extends Serializable {
  /** The steps of a commit, in order. */
  enum Step {
    /** Half of the rows are in a staged file, which no reader sees. */
    STAGING,
    /** The staged file is complete; the next step commits it. */
    STAGED,
    /** The rows are committed, but the writer has not returned yet. */
    COMMITTED
  }

  /** Called when a commit reaches a step. */
  void reached(Step step);

  /** Returns a listener that does nothing. */
  static CommitListener none() {
    return step -> {};
  }
}
