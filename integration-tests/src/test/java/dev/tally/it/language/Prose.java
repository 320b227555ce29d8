package dev.tally.it.language;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of prose for people.
 *
 * @param place the file and the number of the line, as {@code docs/events.md:12}
 * @param text the line, without code spans
 */
record Prose(String place, String text) {
  /** Comments, text blocks, strings and characters of Java, in the order in which they begin. */
  private static final Pattern JAVA =
      Pattern.compile(
          "//[^\\n]*"
              + "|(?s:/\\*.*?\\*/)"
              + "|(?s:\"\"\".*?\"\"\")"
              + "|\"(?:[^\"\\\\\\n]|\\\\.)*+\""
              + "|'(?:[^'\\\\\\n]|\\\\.)+'");

  /** A code span or an identifier in Javadoc or Markdown; fenced blocks are handled by line. */
  private static final Pattern CODE =
      Pattern.compile("`[^`\\n]*`|\\{@(?:code|link)[^}]*}|@param <?\\w+>?");

  /**
   * All lines of prose of a file: of Java those of comments and of strings with a space, of a page
   * all. A string without a space is a name or a value.
   */
  static List<Prose> of(Path root, Path file) {
    String text = read(file);
    String name = root.relativize(file).toString();
    return name.endsWith(".java") ? ofJava(name, text) : ofPage(name, text);
  }

  static List<Prose> ofJava(String name, String text) {
    List<Prose> prose = new ArrayList<>();
    Matcher part = JAVA.matcher(text);
    int line = 1;
    int counted = 0;
    while (part.find()) {
      line += newlines(text.substring(counted, part.start()));
      counted = part.start();
      if (!part.group().matches("'.*|\"\\S*\"")) {
        add(prose, name, line, CODE.matcher(part.group()).replaceAll(Prose::blank));
      }
    }
    return prose;
  }

  static List<Prose> ofPage(String name, String text) {
    List<Prose> prose = new ArrayList<>();
    StringBuilder outside = new StringBuilder();
    boolean fenced = false;
    for (String line : text.split("\n", -1)) {
      boolean fence = line.stripLeading().startsWith("```");
      outside.append(fenced || fence ? "" : line).append('\n');
      fenced ^= fence;
    }
    add(prose, name, 1, CODE.matcher(outside).replaceAll(Prose::blank));
    return prose;
  }

  private static String blank(java.util.regex.MatchResult code) {
    return "\n".repeat(newlines(code.group()));
  }

  private static void add(List<Prose> prose, String name, int first, String text) {
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      if (!lines[i].isBlank()) {
        prose.add(new Prose(name + ":" + (first + i), lines[i].strip()));
      }
    }
  }

  private static int newlines(String text) {
    return Math.toIntExact(text.chars().filter(c -> c == '\n').count());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
