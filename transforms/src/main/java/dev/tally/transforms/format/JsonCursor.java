package dev.tally.transforms.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tally.transforms.format.Slots.Kind;
import dev.tally.transforms.model.StrictJson;

/**
 * A position in strict JSON (RFC 8259) in UTF-8. It reads the same documents as {@link StrictJson},
 * but creates no text for a name and no text for a value that is skipped. Mutable.
 *
 * <p>Limits: nesting is limited to {@link StrictJson#MAX_DEPTH}; the time is linear in the length.
 */
final class JsonCursor {
  private static final byte QUOTE = '"';
  private static final byte ESCAPE = '\\';
  private static final int FIRST_PRINTABLE = 0x20;
  private static final int MAX_DIGITS_OF_LONG = 18;

  private final byte[] bytes;
  private final int end;
  private int at;
  private int depth;

  /** The beginning of the text or number that was read last. */
  private int from;

  private boolean escaped;

  /**
   * Creates a cursor.
   *
   * @param bytes valid UTF-8
   */
  JsonCursor(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  int at() {
    return at;
  }

  /** Passes white space and returns true if nothing follows. */
  boolean isAtEnd() {
    return peek() == 0 && at == end;
  }

  /** Passes white space and returns the character after it; 0 at the end. */
  byte peek() {
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
  void open() throws MalformedInput {
    at++;
    if (++depth > StrictJson.MAX_DEPTH) {
      throw malformed();
    }
  }

  /** Passes the closing bracket, if it is next. */
  boolean closes(char bracket) {
    if (peek() != bracket) {
      return false;
    }
    at++;
    depth--;
    return true;
  }

  /** Passes a comma, or else the closing bracket. Returns true if it was a comma. */
  boolean continues(char bracket) throws MalformedInput {
    if (peek() == ',') {
      at++;
      return true;
    }
    if (closes(bracket)) {
      return false;
    }
    throw malformed();
  }

  /**
   * Passes a name and the colon after it.
   *
   * @param guess the index of the child that is compared first
   * @return the index of the child with this name, or {@link Shape#NONE}
   */
  int name(Shape shape, int guess) throws MalformedInput {
    skipText();
    int index = escaped ? escapedName(shape) : shape.indexOf(bytes, from, at - 1, guess);
    if (peek() != ':') {
      throw malformed();
    }
    at++;
    return index;
  }

  private int escapedName(Shape shape) throws MalformedInput {
    byte[] name = text().getBytes(UTF_8);
    return shape.indexOf(name, 0, name.length, 0);
  }

  /** Skips a value of any type. */
  void skip() throws MalformedInput {
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

  private void skipObject() throws MalformedInput {
    open();
    if (closes('}')) {
      return;
    }
    do {
      skipText();
      if (peek() != ':') {
        throw malformed();
      }
      at++;
      skip();
    } while (continues('}'));
  }

  private void skipList() throws MalformedInput {
    open();
    if (closes(']')) {
      return;
    }
    do {
      skip();
    } while (continues(']'));
  }

  /** Reads a value that is neither an object nor a list. */
  void capture(int slot, Slots out) throws MalformedInput {
    switch (peek()) {
      case QUOTE -> {
        skipText();
        out.setText(slot, Kind.TEXT, text());
      }
      case 't' -> {
        literal("true");
        out.setFlag(slot, true);
      }
      case 'f' -> {
        literal("false");
        out.setFlag(slot, false);
      }
      case 'n' -> {
        literal("null");
        out.set(slot, Kind.NULL);
      }
      default -> number(slot, out);
    }
  }

  private void literal(String word) throws MalformedInput {
    for (int i = 0; i < word.length(); i++) {
      if (at == end || bytes[at] != word.charAt(i)) {
        throw malformed();
      }
      at++;
    }
  }

  /** Passes a text in quotation marks. */
  private void skipText() throws MalformedInput {
    if (peek() != QUOTE) {
      throw malformed();
    }
    int next = at + 1;
    from = next;
    escaped = false;
    for (; next < end; next++) {
      byte one = bytes[next];
      if (one == QUOTE) {
        at = next + 1;
        return;
      }
      if (one == ESCAPE) {
        escaped = true;
        next += JsonEscapes.lengthAfter(bytes, next, end);
      } else if (one >= 0 && one < FIRST_PRINTABLE) {
        throw malformed();
      }
    }
    throw malformed();
  }

  /** Returns the text that was passed last. */
  private String text() throws MalformedInput {
    return escaped
        ? JsonEscapes.decode(bytes, from, at - 1)
        : new String(bytes, from, at - 1 - from, UTF_8);
  }

  /** Passes a number and returns true if it has neither a fraction nor an exponent. */
  private boolean skipNumber() throws MalformedInput {
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

  private void digits() throws MalformedInput {
    int first = at;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    if (at == first) {
      throw malformed();
    }
  }

  private void number(int slot, Slots out) throws MalformedInput {
    boolean integer = skipNumber();
    if (integer && at - from <= MAX_DIGITS_OF_LONG) {
      out.setInteger(slot, shortInteger());
      return;
    }
    String text = new String(bytes, from, at - from, ISO_8859_1);
    if (integer && at - from <= MAX_DIGITS_OF_LONG + 2) {
      longInteger(slot, text, out);
    } else {
      out.setText(slot, Kind.DECIMAL, text);
    }
  }

  private static void longInteger(int slot, String text, Slots out) {
    try {
      out.setInteger(slot, Long.parseLong(text));
    } catch (NumberFormatException tooLarge) {
      out.setText(slot, Kind.DECIMAL, text);
    }
  }

  private long shortInteger() {
    boolean negative = bytes[from] == '-';
    long value = 0;
    for (int i = negative ? from + 1 : from; i < at; i++) {
      value = value * 10 + bytes[i] - '0';
    }
    return negative ? -value : value;
  }

  static MalformedInput malformed() {
    return MalformedInput.of("malformed JSON or nesting deeper than " + StrictJson.MAX_DEPTH);
  }
}
