package dev.tally.io.kafka;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Rejects client settings that a user must not change, because read-committed reads and
 * exactly-once writes depend on them.
 */
final class ClientSettings {
  /** The values that a setting may have; the first is the one that Tally uses. */
  private static final Map<String, List<String>> ONLY =
      Map.of(
          ConsumerConfig.ISOLATION_LEVEL_CONFIG, List.of("read_committed"),
          ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, List.of("false"),
          ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, List.of("none"),
          ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, List.of("true"),
          ProducerConfig.ACKS_CONFIG, List.of("all", "-1"));

  private static final Map<String, String> OWNED =
      Map.of(
          CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "set it with --bootstrapServers",
          ConsumerConfig.GROUP_ID_CONFIG, "set it with --consumerGroup",
          ProducerConfig.TRANSACTIONAL_ID_CONFIG, "each writer generates its own");

  private ClientSettings() {}

  /**
   * Returns why the user must not set this setting and what to do instead; empty if it is allowed.
   */
  static Optional<String> refusal(String key, String value) {
    List<String> allowed = ONLY.get(key);
    if (allowed != null && !allowed.contains(value.trim())) {
      return Optional.of(
          "Kafka setting %s=%s would silently lose or duplicate records: remove it (Tally uses %s)."
              .formatted(key, value.trim(), allowed.get(0)));
    }
    return Optional.ofNullable(OWNED.get(key))
        .map(advice -> "Kafka setting %s cannot be set in a file: %s.".formatted(key, advice));
  }
}
