package dev.tally.io.kafka;

import org.apache.kafka.common.Uuid;

/**
 * Thrown when the topic that a job writes to was deleted and created again. What the job had
 * written is gone, and the job cannot write it again from its state.
 */
public final class RecreatedTopicException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  RecreatedTopicException(String topic, Uuid expected, Uuid found) {
    super(message(topic, expected, found));
  }

  /** Also used at launch, when the change is detected before the job starts. */
  static String message(String topic, Uuid expected, Uuid found) {
    return ("Topic %s was deleted and created again: this job wrote to the topic with the id %s,"
            + " but the topic has the id %s now. Everything written before is gone. To write all of"
            + " it again, start without a savepoint: without --from, and without --sinkGroup. To"
            + " write only what comes after the savepoint, set --onOlderSavepoint=REWRITE.")
        .formatted(topic, expected, found);
  }
}
