package dev.tally.scenarios.chaos;

import dev.tally.operations.TallyTopics;
import dev.tally.operations.TallyTopics.Topic;
import java.util.List;

/** The topics of one run; their names have a common prefix. */
record OrderTopics(String prefix) {
  static final int PARTITIONS = 2;

  List<Topic> all() {
    return TallyTopics.all(PARTITIONS, false).stream()
        .map(topic -> new Topic(prefix + topic.name(), topic.partitions(), topic.settings()))
        .toList();
  }

  String orders() {
    return prefix + "orders";
  }

  String cleanAdEvents() {
    return prefix + "clean-ad-events";
  }

  String campaigns() {
    return prefix + "campaigns";
  }

  String attributedOrders() {
    return prefix + "attributed-orders";
  }

  String deadLetters() {
    return prefix + "dead-letters";
  }
}
