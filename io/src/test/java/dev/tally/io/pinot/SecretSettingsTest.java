package dev.tally.io.pinot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretSettingsTest {
  private static final String JAAS = "sasl.jaas.config";
  private static final String SCRAM =
      "org.apache.kafka.common.security.scram.ScramLoginModule required ";

  @ParameterizedTest
  @ValueSource(
      strings = {
        SCRAM + "username=\"pinot\" password=\"alice's\";",
        SCRAM + "username=pinot password=alice;",
        SCRAM + "username=\"pinot\" password=\"${file:/etc/p:a}-and-more\";",
        SCRAM + "clientId=\"pinot\" clientSecret=\"x\";",
        "${KAFKA_JAAS}",
      })
  void findsASecretInAJaasConfiguration(String jaas) {
    assertThat(SecretSettings.readable(Map.of(JAAS, jaas))).containsExactly(JAAS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        SCRAM + "username=\"pinot\" password=\"${file:/etc/pinot/kafka.properties:password}\";",
        SCRAM + "username=\"pinot\" tokenauth=\"true\" password=\"${file:/etc/p:a}\";",
        "com.sun.security.auth.module.Krb5LoginModule required useKeyTab=true keyTab=\"/etc/k\";",
      })
  void findsNoSecret_whenAJaasConfigurationRefersToAFile(String jaas) {
    assertThat(SecretSettings.readable(Map.of(JAAS, jaas))).isEmpty();
  }

  @Test
  void findsPasswords_includingThoseThatPinotResolvesItself() {
    assertThat(
            SecretSettings.readable(
                Map.of(
                    "ssl.key.password", "alice",
                    "ssl.keystore.password", "${file:/etc/pinot/kafka.properties:password}",
                    "ssl.keystore.location", "/etc/pinot/client.pem",
                    "security.protocol", "SSL")))
        .containsExactly("ssl.key.password", "ssl.keystore.password");
  }

  /** The order of the settings is random, so it must not matter. */
  @RepeatedTest(10)
  void replacesASecretThatContainsAnother() {
    KafkaAccess access =
        KafkaAccess.open()
            .with("ssl.key.password", "alice")
            .with("ssl.keystore.password", "alice-in-wonderland")
            .withOwn(Map.of("ssl.truststore.password", "alice-in-wonderland-2"));
    assertThat(access.censored("no: alice-in-wonderland-2, alice-in-wonderland, alice."))
        .isEqualTo("no: ***, ***, ***.");
  }

  /** The controller quotes a table configuration in the text of an error, which is JSON, too. */
  @ParameterizedTest
  @ValueSource(strings = {"tab\there", "line\nbreak", "quo\"te", "back\\slash"})
  void replacesASecretInJson_alsoIfItIsQuotedTwice(String secret) throws Exception {
    Map<String, String> settings = Map.of("ssl.key.password", secret);
    String once = TableJson.MAPPER.writeValueAsString(secret);
    String twice = TableJson.MAPPER.writeValueAsString("config: " + once);
    assertThat(SecretSettings.censored(settings, secret + once)).isEqualTo("***\"***\"");
    assertThat(SecretSettings.censored(settings, twice)).isEqualTo("\"config: \\\"***\\\"\"");
  }

  @Test
  void replacesThePasswordOfAJaasConfiguration_whereOnlyAPartIsQuoted() {
    Map<String, String> settings =
        Map.of(JAAS, SCRAM + "username=\"pinot\" tokenauth=\"true\" password=\"wonder\\\"land\";");
    assertThat(SecretSettings.censored(settings, "true: pinot has the password wonder\"land"))
        .isEqualTo("true: pinot has the password ***");
  }

  @Test
  void leavesOtherSettingsReadable() {
    Map<String, String> settings = Map.of("security.protocol", "SSL", "ssl.key.password", "");
    assertThat(SecretSettings.censored(settings, "SSL failed")).isEqualTo("SSL failed");
  }
}
