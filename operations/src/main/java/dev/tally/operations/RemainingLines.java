package dev.tally.operations;

import java.nio.file.Path;

/**
 * The lines of a file that were possibly not sent when sending stopped.
 *
 * @param upTo the last line up to which all lines are in the topic; 0 if there is none
 * @param complete true if no later line can be in the topic
 */
record RemainingLines(Path file, String topic, long upTo, boolean complete) {
  private static final String REPLAY_AGAIN =
      "Broker times in a replay topic must not decrease: create a new topic with ./tally topics --replay NAME, and send the whole file to it.";

  static RemainingLines of(Path file, String topic, Acknowledged acknowledged) {
    return new RemainingLines(file, topic, acknowledged.upTo(), acknowledged.unacknowledged() == 0);
  }

  /** Returns which lines are in the topic, and how to send the others. */
  String advice() {
    return "%s: %s %s".formatted(file, found(), EventFile.isTimed(file) ? REPLAY_AGAIN : command());
  }

  private String found() {
    if (upTo == 0) {
      return complete
          ? "no line is in %s.".formatted(topic)
          : "some lines may be in %s, but none is certain to be.".formatted(topic);
    }
    return "lines 1 to %d are in %s".formatted(upTo, topic)
        + (complete ? ", and no later line." : "; later lines may be too.");
  }

  private String command() {
    String command =
        "Send the rest: ./tally send --topic=%s %s%s"
            .formatted(topic, upTo == 0 ? "" : "--skip=%d ".formatted(upTo), file);
    return complete ? command : command + " (the job drops the duplicates).";
  }
}
