package dev.tally.io.kafka;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.jspecify.annotations.Nullable;

/**
 * Explains why Kafka clients reject some settings: names the setting and lists the whole chain of
 * causes. The text contains no value of a setting that may hold a secret.
 */
final class ClientFailure {
  private static final List<ConfigDef> DEFINITIONS =
      List.of(
          AdminClientConfig.configDef(), ConsumerConfig.configDef(), ProducerConfig.configDef());

  /** Separates the parts of a value; any part may be the secret. */
  private static final Pattern BETWEEN_PARTS = Pattern.compile("[\\s=;\"']+");

  /** Parts of a JAAS entry that are not secret, in lower case. */
  private static final Set<String> JAAS_WORDS =
      Set.of("required", "requisite", "sufficient", "optional", "username", "password");

  private static final int SHORTEST_SECRET = 2;

  private ClientFailure() {}

  /** Returns a message for each setting that is invalid by itself; empty if there is none. */
  static List<String> problems(Map<String, String> settings) {
    List<String> problems = new ArrayList<>();
    settings.forEach(
        (name, value) -> {
          RuntimeException failure = failure(name, value);
          if (failure != null) {
            problems.add(
                "Kafka setting %s is invalid: %s. Correct it in the file of --kafkaConfig."
                    .formatted(name, chain(failure, Map.of(name, value), Set.of(name))));
          }
        });
    return problems;
  }

  /** Returns the causes of a failure as text, outermost first. */
  static String chain(Throwable failure, Map<String, String> settings) {
    Set<String> secret = new TreeSet<>();
    settings.keySet().stream().filter(ClientFailure::mayBeSecret).forEach(secret::add);
    return chain(failure, settings, secret);
  }

  private static @Nullable RuntimeException failure(String name, String value) {
    try {
      DEFINITIONS.forEach(definition -> check(definition, name, value));
      if (name.equals(SaslConfigs.SASL_JAAS_CONFIG)) {
        JaasContext.loadClientContext(Map.of(name, new Password(value)));
      }
      return null;
    } catch (ConfigException | IllegalArgumentException e) {
      return e;
    }
  }

  private static void check(ConfigDef definition, String name, String value) {
    ConfigDef.ConfigKey key = definition.configKeys().get(name);
    if (key != null) {
      Object parsed = ConfigDef.parseType(name, value, key.type());
      if (key.validator != null) {
        key.validator.ensureValid(name, parsed);
      }
    }
  }

  private static boolean mayBeSecret(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    boolean isPassword =
        DEFINITIONS.stream()
            .map(definition -> definition.configKeys().get(name))
            .anyMatch(key -> key != null && key.type() == ConfigDef.Type.PASSWORD);
    boolean isKnown =
        DEFINITIONS.stream().anyMatch(definition -> definition.configKeys().containsKey(name));
    return isPassword || !isKnown || lower.contains("password") || lower.contains("secret");
  }

  private static String chain(Throwable failure, Map<String, String> settings, Set<String> secret) {
    List<String> causes = new ArrayList<>();
    Set<Throwable> seen = new HashSet<>();
    for (Throwable t = failure; t != null && seen.add(t); t = t.getCause()) {
      String message =
          t.getMessage() == null ? "" : ": " + masked(t.getMessage(), settings, secret);
      causes.add(t.getClass().getSimpleName() + message);
    }
    return String.join(" ─► ", causes);
  }

  private static String masked(String message, Map<String, String> settings, Set<String> secret) {
    Set<String> parts =
        new TreeSet<>(
            (a, b) -> b.length() - a.length() != 0 ? b.length() - a.length() : a.compareTo(b));
    for (String name : secret) {
      String value = settings.getOrDefault(name, "");
      parts.add(value.trim());
      parts.addAll(List.of(BETWEEN_PARTS.split(value, -1)));
    }
    String text = message;
    for (String part : parts) {
      if (part.length() >= SHORTEST_SECRET
          && !JAAS_WORDS.contains(part.toLowerCase(Locale.ROOT))
          && !part.endsWith("LoginModule")) {
        text =
            Pattern.compile("(?<!\\w)" + Pattern.quote(part) + "(?!\\w)")
                .matcher(text)
                .replaceAll("…");
      }
    }
    return text;
  }
}
