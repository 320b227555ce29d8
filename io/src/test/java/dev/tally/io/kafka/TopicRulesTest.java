package dev.tally.io.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;

class TopicRulesTest {
  @Test
  void losesOldRecords_whenRetentionUsesTheirOwnTimestamps() {
    assertThat(TopicRules.losingOldTimes(topic("CreateTime", "604800000", "delete")))
        .singleElement()
        .asString()
        .contains("retention.ms=604800000")
        .contains("message.timestamp.type=LogAppendTime");
    assertThat(TopicRules.losingOldTimes(topic("CreateTime", "1", "compact,delete"))).hasSize(1);
  }

  @Test
  void keepsOldRecords_withoutRetention_orWhenRetentionUsesAppendTimes() {
    assertThat(TopicRules.losingOldTimes(topic("LogAppendTime", "604800000", "delete"))).isEmpty();
    assertThat(TopicRules.losingOldTimes(topic("CreateTime", "-1", "delete"))).isEmpty();
    assertThat(TopicRules.losingOldTimes(topic("CreateTime", "1", "compact"))).isEmpty();
  }

  @Test
  void rejectsALiveTopic_thatIsCompacted_orRetainsLessThanAnHour() {
    WatermarkPolicy live = WatermarkPolicy.live(Duration.standardSeconds(10));
    assertThat(TopicRules.unreadable(topic("LogAppendTime", "604800000", "compact"), live))
        .singleElement()
        .asString()
        .contains("compacted")
        .contains("cleanup.policy=delete");
    assertThat(TopicRules.unreadable(topic("LogAppendTime", "60000", "delete"), live))
        .singleElement()
        .asString()
        .contains("retention.ms=60000")
        .contains("set retention.ms=3600000");
    assertThat(TopicRules.unreadable(topic("CreateTime", "60000", "compact,delete"), live))
        .hasSize(3);
    assertThat(TopicRules.unreadable(topic("LogAppendTime", "3600000", "delete"), live)).isEmpty();
    assertThat(TopicRules.unreadable(topic("LogAppendTime", "-1", "delete"), live)).isEmpty();
  }

  private static Config topic(String type, String retention, String cleanup) {
    return new Config(
        List.of(
            new ConfigEntry("message.timestamp.type", type),
            new ConfigEntry("retention.ms", retention),
            new ConfigEntry("cleanup.policy", cleanup)));
  }
}
