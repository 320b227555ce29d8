package dev.tally.transforms.json;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The escapes in a text of JSON (RFC 8259): a backslash and what follows it. */
final class JsonEscapes {
  private static final byte BACKSLASH = '\\';
  private static final int HEX_DIGITS = 4;
  private static final int HEX_BASE = 16;

  private JsonEscapes() {}

  /**
   * Returns how many bytes follow the backslash of an escape.
   *
   * @param backslash the index of the backslash
   * @param end the end of the document
   */
  static int lengthAfter(byte[] bytes, int backslash, int end) throws MalformedJson {
    int kind = backslash + 1 < end ? bytes[backslash + 1] : 0;
    switch (kind) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
        return 1;
      }
      case 'u' -> {
        hex(bytes, backslash + 2, end);
        return 1 + HEX_DIGITS;
      }
      default -> throw new MalformedJson();
    }
  }

  /**
   * Returns the text between two quotation marks without its escapes.
   *
   * @param from the index after the first quotation mark
   * @param to the index of the last quotation mark
   */
  static String decode(byte[] bytes, int from, int to) throws MalformedJson {
    StringBuilder text = new StringBuilder(to - from);
    int plain = from;
    for (int next = from; next < to; next++) {
      if (bytes[next] == BACKSLASH) {
        text.append(new String(bytes, plain, next - plain, UTF_8))
            .append(character(bytes, next, to));
        next += lengthAfter(bytes, next, to);
        plain = next + 1;
      }
    }
    return text.append(new String(bytes, plain, to - plain, UTF_8)).toString();
  }

  private static char character(byte[] bytes, int backslash, int end) throws MalformedJson {
    byte kind = bytes[backslash + 1];
    return switch (kind) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> hex(bytes, backslash + 2, end);
      default -> (char) kind;
    };
  }

  private static char hex(byte[] bytes, int first, int end) throws MalformedJson {
    int value = 0;
    for (int i = first; i < first + HEX_DIGITS; i++) {
      int digit = i < end && bytes[i] > 0 ? Character.digit(bytes[i], HEX_BASE) : -1;
      if (digit < 0) {
        throw new MalformedJson();
      }
      value = value * HEX_BASE + digit;
    }
    return (char) value;
  }
}
