package dev.tally.io.kafka;

import org.apache.kafka.common.Uuid;

/**
 * The topic that a job writes to was deleted and created again. What the job had written is gone,
 * and the job cannot write it again from its state.
 */
public final class RecreatedTopicException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  RecreatedTopicException(String topic, Uuid expected, Uuid found) {
    super(message(topic, expected, found));
  }

  /** Cause, values and what to do; also for a launch that finds it first. */
  static String message(String topic, Uuid expected, Uuid found) {
    return ("Topic %s was deleted and created again: this job wrote to the topic with the id %s, and"
            + " the topic has the id %s now. What was written before is gone from it. To write all of"
            + " it again, start from nothing: without --from, and without --sinkGroup. To write only"
            + " what comes after the savepoint, give --onOlderSavepoint=REWRITE.")
        .formatted(topic, expected, found);
  }
}
