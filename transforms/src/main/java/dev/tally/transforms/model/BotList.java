package dev.tally.transforms.model;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;

/**
 * A {@code BotList} is a list of patterns of user agents of bots. A user agent is in the list if it
 * contains a pattern, ignoring case. Immutable.
 */
public final class BotList implements Serializable {
  private static final long serialVersionUID = 1L;

  /** A shorter pattern is contained in the user agents of common browsers. */
  private static final int SHORTEST = 3;

  private static final int LONGEST = 512;

  /** The list without patterns. */
  public static final BotList NONE = new BotList(new ListFile("", List.of()));

  private final ListFile file;
  private final transient SubstringMatcher matcher;

  private BotList(ListFile file) {
    this.file = file;
    this.matcher = new SubstringMatcher(file.entries());
  }

  /**
   * Returns the list that the lines of a file contain, with one pattern per line. A comment begins
   * with {@code #} at the start of a line or after white space.
   *
   * @throws IllegalArgumentException if lines are invalid or there is no pattern; the message has
   *     one line per problem
   */
  public static BotList parse(String fileName, List<String> lines) {
    return new BotList(ListFile.parse(fileName, lines, BotList::normal));
  }

  private static String normal(String pattern) {
    checkArgument(
        pattern.length() >= SHORTEST && pattern.length() <= LONGEST,
        "expected a part of a user agent with %s to %s characters, e.g. Googlebot",
        SHORTEST,
        LONGEST);
    return pattern.toLowerCase(Locale.ROOT);
  }

  public boolean isEmpty() {
    return file.entries().isEmpty();
  }

  /** Returns true if the user agent contains one of the patterns. */
  public boolean contains(String userAgent) {
    return matcher.matches(userAgent);
  }

  /** Returns a hash of the patterns: 12 hexadecimal digits. */
  public String version() {
    return file.version();
  }

  /** Returns the name of the file, the number of patterns and the version. */
  @Override
  public String toString() {
    return file.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BotList that && file.equals(that.file);
  }

  @Override
  public int hashCode() {
    return file.hashCode();
  }

  private Object readResolve() {
    return new BotList(file);
  }
}
