package dev.tally.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CreatedTopicTest {
  private static final TallyTopics.Topic TOPIC = TallyTopics.raw("differs-a-lot", 4, true);

  @Test
  void differs_ifItExistedWithOtherSettings() {
    CreatedTopic topic = CreatedTopic.existing(TOPIC, List.of("retention.ms is 1, should be -1"));
    assertThat(topic.differs()).isTrue();
    assertThat(topic.line()).isEqualTo("DIFFERS   differs-a-lot: retention.ms is 1, should be -1");
  }

  @Test
  void doesNotDiffer_ifItWasCreatedOrHasTheSettings() {
    assertThat(CreatedTopic.created(TOPIC).differs()).isFalse();
    assertThat(CreatedTopic.created(TOPIC).line()).endsWith("differs-a-lot (4 partitions)");
    assertThat(CreatedTopic.existing(TOPIC, List.of()).differs()).isFalse();
  }
}
