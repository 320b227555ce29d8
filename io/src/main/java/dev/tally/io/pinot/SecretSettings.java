package dev.tally.io.pinot;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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

  /**
   * Returns the text with every secret replaced, also where it is quoted as JSON, or as JSON within
   * JSON. The longest is replaced first: another secret may be a part of it.
   */
  static String censored(Map<String, String> settings, String text) {
    return censored(secrets(settings), text);
  }

  static String censored(Set<String> secrets, String text) {
    Set<String> forms = new HashSet<>();
    for (String secret : secrets) {
      String once = escaped(secret);
      forms.addAll(List.of(secret, once, escaped(once)));
    }
    String safe = text;
    for (String form :
        ImmutableList.sortedCopyOf(Comparator.comparingInt(String::length).reversed(), forms)) {
      safe = safe.replace(form, "***");
    }
    return safe;
  }

  /** Returns the secret values, and the secret options of each JAAS configuration. */
  static Set<String> secrets(Map<String, String> settings) {
    Set<String> secrets = new HashSet<>();
    settings.forEach(
        (key, value) -> {
          if (isSecret(key)) {
            secrets.add(value);
            if (isJaas(key)) {
              jaasSecrets(value).forEach(s -> secrets.addAll(List.of(s, unquoted(s))));
            }
          }
        });
    secrets.removeIf(String::isBlank);
    return secrets;
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
    return isJaas(key) ? !jaasSecrets(value).isEmpty() : !value.isBlank();
  }

  private static boolean isJaas(String key) {
    return key.toLowerCase(Locale.ROOT).contains("jaas");
  }

  private static List<String> jaasSecrets(String value) {
    List<String> secrets = new ArrayList<>();
    Matcher option = JAAS_OPTION.matcher(value);
    while (option.find()) {
      String given = option.group(2) != null ? option.group(2) : option.group(3);
      boolean flag = given.equalsIgnoreCase("true") || given.equalsIgnoreCase("false");
      if (JAAS_SECRET.matcher(option.group(1).toLowerCase(Locale.ROOT)).matches()
          && !flag
          && !given.isEmpty()
          && !REFERENCE.matcher(given).matches()) {
        secrets.add(given);
      }
    }
    return secrets;
  }

  /** Removes the backslashes of a quoted JAAS option. */
  private static String unquoted(String value) {
    return value.replaceAll("\\\\(.)", "$1");
  }

  private static boolean isSecret(String key) {
    return SECRET.matcher(key.toLowerCase(Locale.ROOT)).matches();
  }

  private static String escaped(String value) {
    return String.valueOf(JsonStringEncoder.getInstance().quoteAsString(value));
  }
}
