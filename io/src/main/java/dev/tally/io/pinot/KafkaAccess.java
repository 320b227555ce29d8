package dev.tally.io.pinot;

import java.io.Serializable;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the clients that access Kafka.
 *
 * @param pinot settings of Pinot's consumers, which Pinot stores
 * @param own settings of this JVM's clients; null to use those of Pinot's consumers
 */
record KafkaAccess(Map<String, String> pinot, @Nullable Map<String, String> own)
    implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Set<String> OF_THE_TABLE =
      Set.of("isolation.level", "bootstrap.servers", "streamType");

  static KafkaAccess open() {
    return new KafkaAccess(Map.of(), null);
  }

  /**
   * Adds a setting of Pinot's consumers.
   *
   * @throws IllegalArgumentException if the table itself defines the setting
   */
  KafkaAccess with(String key, String value) {
    if (OF_THE_TABLE.contains(key) || key.startsWith("stream.") || key.startsWith("realtime.")) {
      throw new IllegalArgumentException(
          "Kafka setting " + key + " is set by this table: remove it.");
    }
    Map<String, String> changed = new TreeMap<>(pinot);
    changed.put(key, value);
    return new KafkaAccess(Map.copyOf(changed), own);
  }

  KafkaAccess withOwn(Map<String, String> settings) {
    return new KafkaAccess(pinot, Map.copyOf(settings));
  }

  /** Returns the settings of this JVM's clients. */
  Map<String, String> client() {
    return own != null ? own : pinot;
  }

  /** Returns the text with every secret replaced. */
  String censored(String text) {
    Set<String> secrets = new HashSet<>(SecretSettings.secrets(pinot));
    secrets.addAll(SecretSettings.secrets(client()));
    return SecretSettings.censored(secrets, text);
  }

  @Override
  public String toString() {
    return "Kafka settings " + pinot.keySet();
  }
}
