package dev.tally.io.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientFailureTest {
  private static final KafkaCluster CLUSTER = KafkaCluster.at("127.0.0.1:9092");
  private static final String PLAIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required ";

  private static void refuses(String name, String value, String... parts) {
    assertThatThrownBy(() -> CLUSTER.withSettings(Map.of(name, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Kafka setting " + name + " is invalid: ")
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining("hush")
        .hasMessageNotContaining("cret");
  }

  @Test
  void rejectsAMalformedJaasEntry_withNameAndCause_butWithoutTheSecret() {
    refuses("sasl.jaas.config", PLAIN + "username=\"u\" password=hush cret;", "JAAS");
    refuses(
        "sasl.jaas.config", PLAIN + "username=\"u\" password=\"hush", "IllegalArgumentException");
    refuses(
        "sasl.jaas.config",
        PLAIN + "username=\"u\" password=\"hush\"",
        "JAAS config entry not terminated by semi-colon");
    refuses("sasl.jaas.config", "hush", "Login module control flag not specified");
  }

  @Test
  void rejectsAValueOfTheWrongType_orOneThatIsNotAllowed() {
    refuses("batch.size", "hush", "ConfigException", "Not a number of type INT");
    refuses("security.protocol", "hush", "ConfigException");
  }

  @Test
  void acceptsValidSettings() {
    CLUSTER.withSettings(
        Map.of("sasl.jaas.config", PLAIN + "username=\"u\" password=\"hush\";", "my.own", "x"));
  }

  @Test
  void listsEveryCause_whenNoClientCanBeCreated() {
    KafkaCluster cluster =
        CLUSTER.withSettings(
            Map.of(
                "security.protocol", "SSL",
                "ssl.truststore.location", "/nowhere/trust.jks",
                "ssl.truststore.password", "hush"));
    assertThatThrownBy(() -> TopicInspector.of(cluster).partitions("t"))
        .hasMessageContaining("No Kafka client can be made for 127.0.0.1:9092")
        .hasMessageContaining("─► ")
        .hasMessageContaining("/nowhere/trust.jks")
        .hasMessageNotContaining("hush");
  }

  @Test
  void masksASecret_alsoInTheMiddleOfAMessage() {
    assertThat(
            ClientFailure.chain(
                new IllegalStateException("no key 'hush' in hushed, hush!"),
                Map.of("sasl.password", "hush", "acks", "key")))
        .isEqualTo("IllegalStateException: no key '…' in hushed, …!");
  }
}
