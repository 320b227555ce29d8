package dev.tally.io.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientSettingsTest {
  @ParameterizedTest
  @CsvSource({
    "isolation.level,read_uncommitted,read_committed",
    "enable.auto.commit,true,false",
    "auto.offset.reset,latest,none",
    "auto.offset.reset,earliest,none",
    "enable.idempotence,false,true",
    "acks,1,all",
    "acks,0,all",
    "acks,'',all"
  })
  void rejectsASetting_thatWouldLoseOrDuplicateRecords(String key, String value, String used) {
    assertThat(ClientSettings.refusal(key, value))
        .contains(
            "Kafka setting %s=%s would silently lose or duplicate records: remove it (Tally uses %s)."
                .formatted(key, value, used));
  }

  @ParameterizedTest
  @CsvSource({
    "isolation.level,read_committed",
    "isolation.level,' read_committed '",
    "enable.auto.commit,false",
    "auto.offset.reset,none",
    "enable.idempotence,true",
    "acks,all",
    "acks,-1",
    "acks,'-1 '",
    "linger.ms,50",
    "sasl.jaas.config,x"
  })
  void acceptsTheSameValueAsTally_andAllOtherSettings(String key, String value) {
    assertThat(ClientSettings.refusal(key, value)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "bootstrap.servers,--bootstrapServers",
    "group.id,--consumerGroup",
    "transactional.id,each writer generates its own"
  })
  void rejectsASettingThatIsSetElsewhere_andSaysWhere(String key, String advice) {
    assertThat(ClientSettings.refusal(key, "x").orElseThrow())
        .startsWith("Kafka setting %s cannot be set in a file".formatted(key))
        .contains(advice);
  }

  @Test
  void aProducerHoldsTheLargestRecordOfItsTopic_howeverSmallItsBufferIsSet() {
    KafkaCluster small =
        KafkaCluster.at("localhost:1").withSettings(Map.of("buffer.memory", " 1024 "));
    Map<String, Object> config = ProducerLimits.of(small, 10 << 20);
    assertThat(config).containsEntry("max.request.size", 10 << 20);
    assertThat((Long) config.get("buffer.memory")).isEqualTo((10L << 20) + (512 << 10));
    assertThat(config).containsEntry("batch.size", 256 << 10).containsEntry("acks", "all");
  }

  @Test
  void aProducerOfSmallRecords_neitherLimitsRequestsNorWastesMemory() {
    Map<String, Object> config = ProducerLimits.of(KafkaCluster.at("localhost:1"), 1_000);
    assertThat(config)
        .containsEntry("max.request.size", 1 << 20)
        .containsEntry("buffer.memory", 8L << 20)
        .containsEntry("batch.size", 1_000);
    KafkaCluster given =
        KafkaCluster.at("localhost:1")
            .withSettings(Map.of("buffer.memory", "99000000", "batch.size", "5"));
    assertThat(ProducerLimits.of(given, 1_000))
        .containsEntry("buffer.memory", 99_000_000L)
        .containsEntry("batch.size", "5");
  }

  @Test
  void theLargestRecordThatATopicCanAccept_doesNotOverflow() {
    Map<String, Object> config =
        ProducerLimits.of(KafkaCluster.at("localhost:1"), Integer.MAX_VALUE);
    assertThat(config).containsEntry("max.request.size", Integer.MAX_VALUE);
    assertThat((Long) config.get("buffer.memory")).isGreaterThan(Integer.MAX_VALUE);
  }
}
