package dev.tally.transforms.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A position in strict JSON (RFC 8259) in UTF-8. It reads the same documents as {@link StrictJson},
 * except that the digits of an escape must be ASCII, but creates no text for a name and no text for
 * a value that is skipped. Mutable.
 *
 * <p>Limits: nesting is limited to {@link StrictJson#MAX_DEPTH}; the time is linear in the length.
 */
public final class JsonCursor {
  private static final byte QUOTE = '"';
  private static final byte ESCAPE = '\\';

  private final byte[] bytes;
  private final int end;
  private int at;
  private int depth;

  /** The beginning of the text or number that was read last. */
  private int from;

  private boolean escaped;
  private long longValue;

  /** The kinds of numbers. */
  public enum NumberKind {
    /** Without fraction and exponent, and within 64 bits. */
    LONG,
    /** Without fraction and exponent, but beyond 64 bits. */
    LONGER,
    /** With a fraction or an exponent. */
    DECIMAL
  }

  /**
   * Creates a cursor.
   *
   * @param bytes valid UTF-8
   */
  public JsonCursor(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  /** Returns the index of the next byte. */
  public int at() {
    return at;
  }

  /** Passes white space and returns true if nothing follows. */
  public boolean isAtEnd() {
    return peek() == 0 && at == end;
  }

  /** Passes white space and returns the character after it; 0 at the end. */
  public byte peek() {
    while (at < end) {
      byte next = bytes[at];
      if (next != ' ' && next != '\n' && next != '\r' && next != '\t') {
        return next;
      }
      at++;
    }
    return 0;
  }

  /** Passes an opening bracket. */
  public void open() throws MalformedJson {
    at++;
    if (++depth > StrictJson.MAX_DEPTH) {
      throw new MalformedJson();
    }
  }

  /** Passes the closing bracket, if it is next. */
  public boolean closes(char bracket) {
    if (peek() != bracket) {
      return false;
    }
    at++;
    depth--;
    return true;
  }

  /** Passes a comma, or else the closing bracket. Returns true if it was a comma. */
  public boolean continues(char bracket) throws MalformedJson {
    if (peek() == ',') {
      at++;
      return true;
    }
    if (closes(bracket)) {
      return false;
    }
    throw new MalformedJson();
  }

  /**
   * Passes a name and the colon after it.
   *
   * @param guess the index that is compared first
   * @return the index of the name, or {@link JsonNames#UNKNOWN}
   */
  public int name(JsonNames names, int guess) throws MalformedJson {
    if (peek() != QUOTE) {
      throw new MalformedJson();
    }
    int length = names.lengthAt(guess, bytes, at + 1, end);
    int index = guess;
    if (length < 0) {
      skipText();
      index = escaped ? escapedName(names) : names.indexOf(bytes, from, at - 1);
    } else {
      at += length + 2;
    }
    if (peek() != ':') {
      throw new MalformedJson();
    }
    at++;
    return index;
  }

  private int escapedName(JsonNames names) throws MalformedJson {
    byte[] name = passedText().getBytes(UTF_8);
    return names.indexOf(name, 0, name.length);
  }

  /** Skips a value of any type. */
  public void skip() throws MalformedJson {
    switch (peek()) {
      case QUOTE -> skipText();
      case '{' -> skipObject();
      case '[' -> skipList();
      case 't' -> literal("true");
      case 'f' -> literal("false");
      case 'n' -> literal("null");
      default -> skipNumber();
    }
  }

  private void skipObject() throws MalformedJson {
    open();
    if (closes('}')) {
      return;
    }
    do {
      skipText();
      if (peek() != ':') {
        throw new MalformedJson();
      }
      at++;
      skip();
    } while (continues('}'));
  }

  private void skipList() throws MalformedJson {
    open();
    if (closes(']')) {
      return;
    }
    do {
      skip();
    } while (continues(']'));
  }

  /** Passes a text in quotation marks and returns it without its escapes. */
  public String text() throws MalformedJson {
    skipText();
    return passedText();
  }

  /**
   * Returns true if the text that was passed last has escapes. Only then can it contain an unpaired
   * surrogate, because the document is valid UTF-8.
   */
  public boolean wasEscaped() {
    return escaped;
  }

  /** Passes {@code true} or {@code false} and returns it. */
  public boolean flag() throws MalformedJson {
    boolean flag = peek() == 't';
    literal(flag ? "true" : "false");
    return flag;
  }

  /** Passes {@code null}. */
  public void nothing() throws MalformedJson {
    literal("null");
  }

  private void literal(String word) throws MalformedJson {
    for (int i = 0; i < word.length(); i++) {
      if (at == end || bytes[at] != word.charAt(i)) {
        throw new MalformedJson();
      }
      at++;
    }
  }

  /** Passes a text in quotation marks. */
  private void skipText() throws MalformedJson {
    if (peek() != QUOTE) {
      throw new MalformedJson();
    }
    from = at + 1;
    escaped = false;
    int next = JsonBytes.firstSpecial(bytes, from, end);
    while (next < end && bytes[next] == ESCAPE) {
      escaped = true;
      next += 1 + JsonEscapes.lengthAfter(bytes, next, end);
      next = JsonBytes.firstSpecial(bytes, next, end);
    }
    if (next >= end || bytes[next] != QUOTE) {
      throw new MalformedJson();
    }
    at = next + 1;
  }

  private String passedText() throws MalformedJson {
    return escaped
        ? JsonEscapes.decode(bytes, from, at - 1)
        : new String(bytes, from, at - 1 - from, UTF_8);
  }

  /** Passes a number. */
  public NumberKind number() throws MalformedJson {
    if (!skipNumber()) {
      return NumberKind.DECIMAL;
    }
    if (!JsonIntegers.fitLong(bytes, from, at)) {
      return NumberKind.LONGER;
    }
    longValue = JsonIntegers.value(bytes, from, at);
    return NumberKind.LONG;
  }

  /** Passes a number and returns true if it has neither a fraction nor an exponent. */
  private boolean skipNumber() throws MalformedJson {
    peek();
    from = at;
    boolean integer = true;
    skipIf('-');
    if (!skipIf('0')) {
      digits();
    }
    if (skipIf('.')) {
      integer = false;
      digits();
    }
    if (skipIf('e') || skipIf('E')) {
      integer = false;
      if (!skipIf('-')) {
        skipIf('+');
      }
      digits();
    }
    return integer;
  }

  private boolean skipIf(char one) {
    if (at < end && bytes[at] == one) {
      at++;
      return true;
    }
    return false;
  }

  private void digits() throws MalformedJson {
    int first = at;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    if (at == first) {
      throw new MalformedJson();
    }
  }

  /** Returns the number that was passed last, which is a {@link NumberKind#LONG}. */
  public long longValue() {
    return longValue;
  }

  /** Returns the number that was passed last as it was written. */
  public String numberText() {
    return new String(bytes, from, at - from, ISO_8859_1);
  }
}
