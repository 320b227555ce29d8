package dev.tally.io.pinot;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognizes the settings of a Kafka client that are secrets, and whether a value holds a secret or
 * only refers to one.
 */
final class SecretSettings {
  private static final Pattern SECRET =
      Pattern.compile(".*(jaas|password|secret|token|credential|keystore\\.key).*");

  /** An option of a JAAS login module, e.g. {@code password="x"}. */
  private static final Pattern JAAS_OPTION =
      Pattern.compile("([\\w.]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\"\\s;]+))");

  private static final Pattern JAAS_SECRET =
      Pattern.compile(".*(password|secret|credential|token).*");

  /**
   * Kafka's reference to a value that a configuration provider reads, e.g. {@code
   * ${file:/etc/pinot/kafka.properties:password}}.
   */
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{\\w+:[^}]+}");

  private SecretSettings() {}

  /** Returns the text with the value of every secret replaced. */
  static String censored(Map<String, String> settings, String text) {
    String safe = text;
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      if (isSecret(setting.getKey()) && !setting.getValue().isEmpty()) {
        safe = safe.replace(setting.getValue(), "***").replace(escaped(setting.getValue()), "***");
      }
    }
    return safe;
  }

  /**
   * Returns the names of the settings whose secret is readable in Pinot's table configuration, in
   * order. A value that consists only of {@code ${…}} counts as readable: Pinot resolves it from
   * its environment before its controller shows it.
   */
  static List<String> readable(Map<String, String> settings) {
    return settings.entrySet().stream()
        .filter(s -> isSecret(s.getKey()) && isReadable(s.getKey(), s.getValue()))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private static boolean isReadable(String key, String value) {
    if (value.startsWith("${") && value.endsWith("}")) {
      return true;
    }
    return key.toLowerCase(Locale.ROOT).contains("jaas") ? jaasIsReadable(value) : !value.isBlank();
  }

  private static boolean jaasIsReadable(String value) {
    Matcher option = JAAS_OPTION.matcher(value);
    while (option.find()) {
      String given = option.group(2) != null ? option.group(2) : option.group(3);
      boolean flag = given.equalsIgnoreCase("true") || given.equalsIgnoreCase("false");
      if (JAAS_SECRET.matcher(option.group(1).toLowerCase(Locale.ROOT)).matches()
          && !flag
          && !given.isEmpty()
          && !REFERENCE.matcher(given).matches()) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSecret(String key) {
    return SECRET.matcher(key.toLowerCase(Locale.ROOT)).matches();
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
