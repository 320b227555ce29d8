package dev.tally.io.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaClusterTest {
  private static final KafkaCluster CLUSTER = KafkaCluster.at("127.0.0.1:9092");

  @Test
  void passesSettingsToClients_andNeverPrintsAValue(@TempDir Path dir) throws Exception {
    Path file =
        Files.writeString(
            dir.resolve("client.properties"),
            "security.protocol=SASL_SSL\nsasl.jaas.config=my.LoginModule required password=\"hush\";\nfetch.min.bytes=7\n");
    KafkaCluster cluster = CLUSTER.withSettings(file);
    assertThat(cluster.consumerConfig())
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("fetch.min.bytes", "7")
        .containsEntry("isolation.level", "read_committed")
        .containsEntry("allow.auto.create.topics", false);
    assertThat(cluster.producerConfig()).containsEntry("security.protocol", "SASL_SSL");
    assertThat(cluster.toString()).contains("sasl.jaas.config").doesNotContain("hush");
  }

  @Test
  void rejectsAllSettingsThatBreakAGuarantee_inOneException() {
    assertThatThrownBy(
            () ->
                CLUSTER.withSettings(
                    Map.of(
                        "isolation.level", "read_uncommitted",
                        "enable.idempotence", "false",
                        "transactional.id", "mine",
                        "fetch.min.bytes", "7")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("isolation.level=read_uncommitted")
        .hasMessageContaining("enable.idempotence=false")
        .hasMessageContaining("transactional.id")
        .hasMessageNotContaining("fetch.min.bytes");
  }
}
