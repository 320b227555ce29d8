package dev.tally.io.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.junit.jupiter.api.Test;

class TopicRulesTest {
  @Test
  void aTopicLosesOldTimes_whenItIsCutByTheTimesOfItsRecords() {
    assertThat(TopicRules.losingOldTimes(topic("CreateTime", "604800000", "delete")))
        .singleElement()
        .asString()
        .contains("retention.ms=604800000")
        .contains("message.timestamp.type=LogAppendTime");
    assertThat(TopicRules.losingOldTimes(topic("CreateTime", "1", "compact,delete"))).hasSize(1);
  }

  @Test
  void aTopicLosesNoOldTimes_whenItIsKept_orCutByTheTimesOfArrival() {
    assertThat(TopicRules.losingOldTimes(topic("LogAppendTime", "604800000", "delete"))).isEmpty();
    assertThat(TopicRules.losingOldTimes(topic("CreateTime", "-1", "delete"))).isEmpty();
    assertThat(TopicRules.losingOldTimes(topic("CreateTime", "1", "compact"))).isEmpty();
  }

  private static Config topic(String type, String retention, String cleanup) {
    return new Config(
        List.of(
            new ConfigEntry("message.timestamp.type", type),
            new ConfigEntry("retention.ms", retention),
            new ConfigEntry("cleanup.policy", cleanup)));
  }
}
