package dev.tally.transforms.format;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path to a value of an input, for example {@code context.ads[0].id}. A name that contains other
 * characters than letters, digits, {@code _}, {@code -}, {@code $} and spaces is quoted: {@code
 * "a.b".c}. In a mapping that splits a list, a path begins at the item, and one that begins with
 * {@code $.} at the input.
 *
 * @param steps names (String) and indexes of lists (Integer)
 */
record FieldPath(String text, Scope scope, List<Object> steps) {
  /** Where a path begins. */
  enum Scope {
    /** At the item, or at the input if it is not split. */
    ITEM,
    /** At the input that contains the items. */
    INPUT,
    /** The path is {@code $index}: the index of the item in its list. */
    INDEX
  }

  private static final Pattern STEP =
      Pattern.compile(
          "(?<dot>\\.)?(?:\"(?<quoted>[^\"]+)\"|(?<name>[\\w$ :-]+))|\\[(?<index>\\d{1,6})]");
  private static final String INPUT_PREFIX = "$.";

  /**
   * Parses a path.
   *
   * @throws IllegalArgumentException if the text is not a path; the message says why
   */
  static FieldPath parse(String text) {
    if (text.equals("$index")) {
      return new FieldPath(text, Scope.INDEX, List.of());
    }
    boolean outer = text.startsWith(INPUT_PREFIX);
    String path = outer ? text.substring(INPUT_PREFIX.length()) : text;
    List<Object> steps = new ArrayList<>();
    Matcher step = STEP.matcher(path);
    int at = 0;
    while (at < path.length()) {
      step.region(at, path.length());
      if (!step.lookingAt() || !isPlaced(step, at)) {
        throw new IllegalArgumentException(
            "\"%s\" is not a path: write names and dots, e.g. context.ads[0].id, and quote a name that contains other characters, e.g. '\"a.b\".c'"
                .formatted(text));
      }
      steps.add(step(step));
      at = step.end();
    }
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("the path is empty: write e.g. properties.ad_id");
    }
    return new FieldPath(text, outer ? Scope.INPUT : Scope.ITEM, List.copyOf(steps));
  }

  private static Object step(Matcher step) {
    String index = step.group("index");
    if (index != null) {
      return Integer.valueOf(index);
    }
    String quoted = step.group("quoted");
    return quoted != null ? quoted : step.group("name");
  }

  /** Returns true if a dot is between names and only there. */
  private static boolean isPlaced(Matcher step, int at) {
    boolean first = at == 0;
    boolean dot = step.group("dot") != null;
    return step.group("index") != null ? !first : first != dot;
  }
}
