package dev.tally.scenarios.chaos;

import dev.tally.operations.TallyTopics;
import dev.tally.operations.TallyTopics.Topic;
import dev.tally.transforms.codec.DefaultNames;
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
    return prefix + DefaultNames.ORDERS;
  }

  String cleanAdEvents() {
    return prefix + DefaultNames.CLEAN_AD_EVENTS;
  }

  String campaigns() {
    return prefix + DefaultNames.CAMPAIGNS;
  }

  String attributedOrders() {
    return prefix + DefaultNames.ATTRIBUTED_ORDERS;
  }

  String deadLetters() {
    return prefix + DefaultNames.DEAD_LETTERS;
  }
}
