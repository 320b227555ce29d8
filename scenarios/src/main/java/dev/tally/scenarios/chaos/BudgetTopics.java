package dev.tally.scenarios.chaos;

import dev.tally.operations.TallyTopics;
import dev.tally.operations.TallyTopics.Topic;
import dev.tally.transforms.codec.DefaultNames;
import java.util.List;

/** The topics of one schedule; their names have a common prefix. */
record BudgetTopics(String prefix) {
  static final int PARTITIONS = 2;

  List<Topic> all() {
    return TallyTopics.all(PARTITIONS, false).stream()
        .map(topic -> new Topic(prefix + topic.name(), topic.partitions(), topic.settings()))
        .toList();
  }

  String adMetrics() {
    return prefix + DefaultNames.AD_METRICS;
  }

  String campaigns() {
    return prefix + DefaultNames.CAMPAIGNS;
  }

  String campaignSpend() {
    return prefix + DefaultNames.CAMPAIGN_SPEND;
  }

  String deadLetters() {
    return prefix + DefaultNames.DEAD_LETTERS;
  }
}
