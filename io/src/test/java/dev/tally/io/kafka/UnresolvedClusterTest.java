package dev.tally.io.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class UnresolvedClusterTest {
  private static final KafkaCluster NOWHERE = KafkaCluster.at("kafka.invalid:9092");

  @Test
  void treatsAnUnresolvableClusterAsDown() {
    assertThat(TopicInspector.of(NOWHERE).clusterId()).isEmpty();
  }

  @Test
  void failsToLookUpARequiredTopic() {
    assertThatThrownBy(() -> TopicInspector.of(NOWHERE).partitions("t"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("kafka.invalid:9092")
        .hasMessageContaining("No resolvable bootstrap urls");
  }

  @Test
  void rejectsAMalformedAddress() {
    assertThatThrownBy(() -> TopicInspector.of(KafkaCluster.at("kafka")).clusterId())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Invalid url");
  }
}
