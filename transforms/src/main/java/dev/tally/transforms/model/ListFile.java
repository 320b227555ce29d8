package dev.tally.transforms.model;

import com.google.common.hash.Hashing;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Reads the entries of a list, one per line. A comment begins with {@code #} at the start of a line
 * or after white space; empty lines are ignored.
 *
 * @param name the name of the file, without directories
 * @param entries the normalized entries in alphabetical order, each once
 */
record ListFile(String name, List<String> entries) implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int MOST_PROBLEMS = 10;
  private static final int VERSION_LENGTH = 12;
  private static final String BYTE_ORDER_MARK = "\ufeff";

  /**
   * Reads the lines of a file.
   *
   * @param normalize returns the normal form of an entry; throws {@link IllegalArgumentException}
   *     if the entry is invalid
   * @throws IllegalArgumentException if entries are invalid or there is none; the message has a
   *     line per problem, with the name of the file and the number of the line
   */
  static ListFile parse(String name, List<String> lines, UnaryOperator<String> normalize) {
    List<String> problems = new ArrayList<>();
    TreeSet<String> entries = new TreeSet<>();
    for (int i = 0; i < lines.size(); i++) {
      String entry = withoutComment(lines.get(i));
      if (!entry.isEmpty()) {
        try {
          entries.add(normalize.apply(entry));
        } catch (IllegalArgumentException invalid) {
          problems.add("%s:%d: %s".formatted(name, i + 1, invalid.getMessage()));
        }
      }
    }
    if (problems.isEmpty() && entries.isEmpty()) {
      problems.add(name + ": the list is empty: leave the option out if there is no list");
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(text(problems));
    }
    return new ListFile(name, List.copyOf(entries));
  }

  private static String text(List<String> problems) {
    int shown = Math.min(problems.size(), MOST_PROBLEMS);
    String text = String.join("\n", problems.subList(0, shown));
    int more = problems.size() - shown;
    return more == 0 ? text : text + "\n… and %d more problems".formatted(more);
  }

  private static String withoutComment(String withMark) {
    String line =
        withMark.startsWith(BYTE_ORDER_MARK)
            ? withMark.substring(BYTE_ORDER_MARK.length())
            : withMark;
    int end = 0;
    while (end < line.length() && !startsComment(line, end)) {
      end++;
    }
    return line.substring(0, end).strip();
  }

  private static boolean startsComment(String line, int at) {
    return line.charAt(at) == '#' && (at == 0 || Character.isWhitespace(line.charAt(at - 1)));
  }

  /**
   * Returns the beginning of the SHA-256 of the entries. It does not depend on their order, on
   * comments or on the name of the file.
   */
  String version() {
    return Hashing.sha256()
        .hashString(String.join("\n", entries), StandardCharsets.UTF_8)
        .toString()
        .substring(0, VERSION_LENGTH);
  }

  /** Returns, for example, {@code bots.txt (1,204 entries, 5f1d9b2c4a07)}. */
  @Override
  public String toString() {
    String noun = entries.size() == 1 ? "entry" : "entries";
    return String.format(Locale.ROOT, "%s (%,d %s, %s)", name, entries.size(), noun, version());
  }
}
