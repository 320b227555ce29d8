package dev.tally.io.pinot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
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
}
