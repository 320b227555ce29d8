package dev.tally.io.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.beam.runners.core.construction.SerializablePipelineOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;

class ClusterAddressesTest {
  private static final KafkaCluster EU =
      KafkaCluster.at("eu-1:9092").withSettings(Map.of("client.id", "x")).named("eu");
  private final PipelineOptions options = PipelineOptionsFactory.create();

  @Test
  void aClusterOutOfASavepointIsWhereTheOptionsSayThatItIsNow() {
    ClusterAddresses.note(options, KafkaCluster.at("us-1:9092").named("us"));
    ClusterAddresses.note(options, EU.another("eu-9:9092").named("eu"));
    PipelineOptions atTheWorker = new SerializablePipelineOptions(options).get();
    assertThat(ClusterAddresses.now(atTheWorker, EU))
        .isEqualTo(EU.another("eu-9:9092").named("eu"));
  }

  @Test
  void aClusterOfWhichNothingIsSaidIsWhereItWas() {
    ClusterAddresses.note(options, KafkaCluster.at("us-1:9092").named("us"));
    assertThat(ClusterAddresses.now(options, EU)).isEqualTo(EU);
  }

  @Test
  void twoClustersOfOneNameAreRefused() {
    ClusterAddresses.note(options, KafkaCluster.at("us-1:9092"));
    ClusterAddresses.note(options, KafkaCluster.at("us-1:9092"));
    assertThatThrownBy(() -> ClusterAddresses.note(options, KafkaCluster.at("eu-1:9092")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("us-1:9092 and eu-1:9092")
        .hasMessageContaining("named(");
  }
}
