package dev.tally.cli;

/**
 * Escapes characters that a terminal interprets or that change how other text is displayed: control
 * characters (including ESC and the C1 set), bidirectional controls and line separators.
 */
final class ControlCharacters {
  private ControlCharacters() {}

  /** Escapes line feeds and tabs too, so that a single value stays on one line. */
  static String escaped(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.chars().forEach(c -> append(plain, (char) c, true));
    return plain.toString();
  }

  /** Keeps line feeds and tabs, for text of several lines. */
  static String escapedLines(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.chars().forEach(c -> append(plain, (char) c, false));
    return plain.toString();
  }

  private static void append(StringBuilder plain, char c, boolean oneLine) {
    if (!isControl(c) || (!oneLine && (c == '\n' || c == '\t'))) {
      plain.append(c);
      return;
    }
    switch (c) {
      case '\n' -> plain.append("\\n");
      case '\t' -> plain.append("\\t");
      case '\r' -> plain.append("\\r");
      default -> plain.append("\\u%04x".formatted((int) c));
    }
  }

  private static boolean isControl(char c) {
    return Character.isISOControl(c)
        || c == '\u2028'
        || c == '\u2029'
        || c == '\u200e'
        || c == '\u200f'
        || (c >= '\u202a' && c <= '\u202e')
        || (c >= '\u2066' && c <= '\u2069');
  }
}
