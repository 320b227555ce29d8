package dev.tally.io.hive;

import java.io.Serializable;

/**
 * Is told of each step of a commit, by the thread that makes it: tests hold or end it there. What
 * it throws fails the commit.
 */
@FunctionalInterface
public interface CommitWatch extends Serializable {
  /** Where a commit is. */
  enum Step {
    /** Half of the rows are in a file that nobody reads. */
    STAGING,
    /** The file is whole; the next step publishes it. */
    STAGED,
    /** The rows stand, and nobody was told. */
    PUBLISHED
  }

  /** A commit is there. */
  void reached(Step step);

  /** One that looks away. */
  static CommitWatch none() {
    return step -> {};
  }
}
