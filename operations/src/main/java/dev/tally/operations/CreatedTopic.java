package dev.tally.operations;

import java.util.List;

/**
 * The result of a request to create a topic.
 *
 * @param differences for a topic that existed before, how its settings differ from the required
 *     ones, e.g. {@code "retention.ms is 1000, should be -1"}
 */
public record CreatedTopic(Outcome outcome, TallyTopics.Topic topic, List<String> differences) {
  /** What happened to the topic. */
  public enum Outcome {
    /** It was missing and was created. */
    CREATED,
    /** It existed with the required settings. */
    EXISTS,
    /** It existed with other settings and was not changed. */
    DIFFERS
  }

  /** Copies the differences. */
  public CreatedTopic {
    differences = List.copyOf(differences);
  }

  static CreatedTopic created(TallyTopics.Topic topic) {
    return new CreatedTopic(Outcome.CREATED, topic, List.of());
  }

  static CreatedTopic existing(TallyTopics.Topic topic, List<String> differences) {
    return new CreatedTopic(
        differences.isEmpty() ? Outcome.EXISTS : Outcome.DIFFERS, topic, differences);
  }

  /** Returns true if the topic existed with settings that do not fit. */
  public boolean differs() {
    return outcome == Outcome.DIFFERS;
  }

  /** Returns a line for the user. */
  public String line() {
    return switch (outcome) {
      case CREATED -> "created   %s (%d partitions)".formatted(topic.name(), topic.partitions());
      case EXISTS -> "exists    " + topic.name();
      case DIFFERS -> "DIFFERS   %s: %s".formatted(topic.name(), String.join("; ", differences));
    };
  }
}
