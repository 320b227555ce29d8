package dev.tally.io.kafka;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Which client settings a user may not change, because a promise rests on them. */
final class ClientSettings {
  private static final Map<String, Set<String>> ONLY =
      Map.of(
          ConsumerConfig.ISOLATION_LEVEL_CONFIG, Set.of("read_committed"),
          ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, Set.of("false"),
          ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, Set.of("none"),
          ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, Set.of("true"),
          ProducerConfig.ACKS_CONFIG, Set.of("all", "-1"));

  private static final Map<String, String> OWNED =
      Map.of(
          CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "give it with --bootstrapServers",
          ConsumerConfig.GROUP_ID_CONFIG, "give it with --consumerGroup",
          ProducerConfig.TRANSACTIONAL_ID_CONFIG, "each writer makes its own");

  private ClientSettings() {}

  /** What to tell the user of this setting; empty if it may pass through. */
  static Optional<String> refusal(String key, String value) {
    Set<String> allowed = ONLY.get(key);
    if (allowed != null && !allowed.contains(value.trim())) {
      return Optional.of(
          "Kafka setting %s=%s would lose or repeat records in silence: remove it (Tally uses %s)."
              .formatted(key, value.trim(), allowed.iterator().next()));
    }
    return Optional.ofNullable(OWNED.get(key))
        .map(advice -> "Kafka setting %s is not taken from a file: %s.".formatted(key, advice));
  }
}
