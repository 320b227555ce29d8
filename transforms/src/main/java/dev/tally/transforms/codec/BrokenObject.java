package dev.tally.transforms.codec;

import org.jspecify.annotations.Nullable;

/**
 * Finds the usual mistakes in a text that is almost a JSON object. The content of strings is not
 * checked.
 */
final class BrokenObject {
  private final String text;
  private boolean inString;
  private int depth;
  private char before = ' ';

  private BrokenObject(String text) {
    this.text = text;
  }

  /** Returns what is wrong and what to do; null if the text has none of the usual mistakes. */
  static @Nullable String flaw(String text) {
    return new BrokenObject(text).find();
  }

  private @Nullable String find() {
    for (int i = 0; i < text.length(); i++) {
      char next = text.charAt(i);
      if (inString) {
        if (next == '\\') {
          i++;
        }
        inString = next != '"';
      } else if (!Character.isWhitespace(next)) {
        String flaw = flawAt(i, next);
        if (flaw != null) {
          return flaw;
        }
        before = next;
      }
    }
    return depth > 0 || inString
        ? "the beginning of an object: send a whole object per record, on one line"
        : null;
  }

  private @Nullable String flawAt(int at, char next) {
    switch (next) {
      case '"' -> inString = true;
      case '{', '[' -> depth++;
      case '}', ']' -> {
        depth--;
        if (before == ',') {
          return "JSON with a comma before a closing bracket: remove the comma";
        }
      }
      case '\'' -> {
        return "JSON with single quotes: use double quotes";
      }
      case 'N', 'I' -> {
        if (text.startsWith("NaN", at) || text.startsWith("Infinity", at)) {
          return "JSON with NaN or Infinity: write null or omit the field";
        }
      }
      default -> {}
    }
    return null;
  }
}
