package dev.tally.transforms.json;

import java.util.Arrays;
import java.util.Base64;

/**
 * Writes JSON objects as UTF-8 into an array. The same calls always produce the same bytes. A
 * character (UTF-16 code unit) of a string needs at most three bytes, except control characters,
 * quotation marks and backslashes, which JSON escapes. Mutable.
 *
 * <p>An unpaired surrogate, which UTF-8 cannot represent, is escaped. The decoder of wire records
 * rejects it, so no accepted record contains one.
 */
public final class JsonWriter {
  /** The most bytes that a character of a string needs. */
  private static final int LONGEST_CHARACTER = 6;

  /** The most characters of a number and of a literal. */
  private static final int LONGEST_SCALAR = 20;

  private static final int FIRST_PRINTABLE = 0x20;
  private static final int FIRST_OF_TWO_BYTES = 0x80;
  private static final int FIRST_OF_THREE_BYTES = 0x800;
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'
  };

  private byte[] bytes;
  private int size;
  private boolean first = true;

  /** Creates a writer of about this many bytes. */
  public JsonWriter(int expectedBytes) {
    bytes = new byte[Math.max(expectedBytes, LONGEST_SCALAR)];
  }

  /** Returns a name in quotation marks and the colon after it. */
  static byte[] encodedName(String name) {
    JsonWriter writer = new JsonWriter(name.length());
    writer.text(name);
    writer.put(':');
    return writer.toBytes();
  }

  /** Begins an object: the document, or an element of a list. */
  public JsonWriter openObject() {
    separate();
    return open('{');
  }

  /** Ends the object. */
  public JsonWriter closeObject() {
    return close('}');
  }

  /** Begins a field whose value is a list. */
  public JsonWriter openList(String name) {
    name(name);
    return open('[');
  }

  /** Ends the list. */
  public JsonWriter closeList() {
    return close(']');
  }

  /** Writes a field whose value is a string. */
  public JsonWriter field(String name, String text) {
    name(name);
    text(text);
    return this;
  }

  /** Writes a field whose name is encoded already. */
  public JsonWriter field(JsonName name, String text) {
    name(name);
    text(text);
    return this;
  }

  /** Writes a field whose name is encoded already, and whose value is an integer. */
  public JsonWriter field(JsonName name, long number) {
    name(name);
    number(number);
    return this;
  }

  /** Writes a field whose value is an integer. */
  public JsonWriter field(String name, long number) {
    name(name);
    number(number);
    return this;
  }

  /** Writes a field whose value is true or false. */
  public JsonWriter field(String name, boolean flag) {
    name(name);
    plain(flag ? "true" : "false");
    return this;
  }

  /** Writes a field whose value is null. */
  public JsonWriter nullField(String name) {
    name(name);
    plain("null");
    return this;
  }

  /** Writes a field whose value is bytes as base64. */
  public JsonWriter base64Field(String name, byte[] value) {
    name(name);
    byte[] encoded = Base64.getEncoder().encode(value);
    ensure(encoded.length + 2);
    bytes[size++] = '"';
    System.arraycopy(encoded, 0, bytes, size, encoded.length);
    size += encoded.length;
    bytes[size++] = '"';
    return this;
  }

  /** Returns what was written. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  private JsonWriter open(char bracket) {
    put(bracket);
    first = true;
    return this;
  }

  private JsonWriter close(char bracket) {
    put(bracket);
    first = false;
    return this;
  }

  private void separate() {
    if (!first) {
      put(',');
    }
    first = false;
  }

  private void name(String name) {
    separate();
    text(name);
    put(':');
  }

  private void name(JsonName name) {
    separate();
    byte[] encoded = name.encoded();
    ensure(encoded.length);
    System.arraycopy(encoded, 0, bytes, size, encoded.length);
    size += encoded.length;
  }

  private void put(char one) {
    ensure(1);
    bytes[size++] = (byte) one;
  }

  private void plain(String word) {
    ensure(LONGEST_SCALAR);
    for (int i = 0; i < word.length(); i++) {
      bytes[size++] = (byte) word.charAt(i);
    }
  }

  private void number(long number) {
    ensure(LONGEST_SCALAR);
    int end = size + LONGEST_SCALAR;
    int at = end;
    long rest = number;
    do {
      long hundreds = rest / 100;
      int digits = (int) Math.abs(rest - hundreds * 100);
      bytes[--at] = (byte) ('0' + digits % 10);
      bytes[--at] = (byte) ('0' + digits / 10);
      rest = hundreds;
    } while (rest != 0);
    if (bytes[at] == '0' && at + 1 < end) {
      at++;
    }
    if (number < 0) {
      bytes[--at] = '-';
    }
    System.arraycopy(bytes, at, bytes, size, end - at);
    size += end - at;
  }

  private void text(String text) {
    ensure(text.length() + 2);
    bytes[size++] = '"';
    int next = plainCharacters(text, 0);
    while (next < text.length()) {
      ensure(LONGEST_CHARACTER + text.length() - next);
      next = plainCharacters(text, next + special(text, next));
    }
    bytes[size++] = '"';
  }

  /** Writes characters that are bytes of their own, and returns the index of the next other one. */
  private int plainCharacters(String text, int from) {
    byte[] to = bytes;
    int offset = size - from;
    int length = text.length();
    int at = from;
    for (; at < length; at++) {
      char next = text.charAt(at);
      if (next >= FIRST_OF_TWO_BYTES || next < FIRST_PRINTABLE || next == '"' || next == '\\') {
        break;
      }
      to[offset + at] = (byte) next;
    }
    size = offset + at;
    return at;
  }

  /** Writes a character that is not a byte of its own, and returns how many it is. */
  private int special(String text, int at) {
    char next = text.charAt(at);
    if (next < FIRST_OF_TWO_BYTES) {
      escape(next);
    } else if (next < FIRST_OF_THREE_BYTES) {
      bytes[size++] = (byte) (0xc0 | (next >> 6));
      continuation(next);
    } else if (!Character.isSurrogate(next)) {
      bytes[size++] = (byte) (0xe0 | (next >> 12));
      continuation(next >> 6);
      continuation(next);
    } else if (Character.isHighSurrogate(next)
        && at + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(at + 1))) {
      pair(Character.toCodePoint(next, text.charAt(at + 1)));
      return 2;
    } else {
      escapeInHex(next);
    }
    return 1;
  }

  private void pair(int codePoint) {
    bytes[size++] = (byte) (0xf0 | (codePoint >> 18));
    continuation(codePoint >> 12);
    continuation(codePoint >> 6);
    continuation(codePoint);
  }

  /** Writes the lowest six bits as a byte of a character. */
  private void continuation(int bits) {
    bytes[size++] = (byte) (0x80 | (bits & 0x3f));
  }

  private void escape(char next) {
    int letter =
        switch (next) {
          case '"', '\\' -> next;
          case '\b' -> 'b';
          case '\f' -> 'f';
          case '\n' -> 'n';
          case '\r' -> 'r';
          case '\t' -> 't';
          default -> 0;
        };
    if (letter == 0) {
      escapeInHex(next);
    } else {
      bytes[size++] = '\\';
      bytes[size++] = (byte) letter;
    }
  }

  private void escapeInHex(char next) {
    bytes[size++] = '\\';
    bytes[size++] = 'u';
    for (int shift = 12; shift >= 0; shift -= 4) {
      bytes[size++] = HEX[(next >> shift) & 0xf];
    }
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), 2 * bytes.length));
    }
  }
}
