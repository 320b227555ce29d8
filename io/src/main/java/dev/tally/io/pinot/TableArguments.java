package dev.tally.io.pinot;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Checks the arguments of a {@link PinotTable}. */
final class TableArguments {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

  private TableArguments() {}

  static String column(String name) {
    return require(
        name, n -> NAME.matcher(n).matches(), "name", "use letters, digits and _, a letter first");
  }

  static <T> T require(T value, Predicate<T> rule, String what, String advice) {
    if (!rule.test(value)) {
      throw new IllegalArgumentException(what + " is " + value + ": " + advice + ".");
    }
    return value;
  }

  /** Returns an unmodifiable copy of a map with one more entry. */
  static <V> Map<String, V> with(Map<String, V> map, String key, V value) {
    Map<String, V> changed = new TreeMap<>(map);
    changed.put(key, value);
    return Map.copyOf(changed);
  }
}
