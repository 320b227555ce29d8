package dev.tally.transforms.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Utf8;
import com.google.common.primitives.ImmutableIntArray;
import dev.tally.transforms.format.Slots.Kind;
import dev.tally.transforms.model.DeadLetter.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Reads one line of separated values (RFC 4180): a value that contains the delimiter, a quotation
 * mark or a line break is quoted, and a quotation mark in it is doubled. An empty value counts as
 * absent. A line that equals the header is skipped.
 *
 * @param header the line with the names of the columns
 * @param slotOfColumn the slot of each column, or {@link Shape#NONE}
 * @param place the place of the columns in the file, for example {@code criteo.yaml:9}
 */
record CsvInput(String header, char delimiter, ImmutableIntArray slotOfColumn, String place)
    implements InputFormat {
  private static final char QUOTE = '"';

  @Override
  public @Nullable Rejection read(byte[] value, Slots slots) {
    return Utf8.isWellFormed(value)
        ? read(withoutLineEnd(new String(value, UTF_8)), slots)
        : new Rejection(Reason.INVALID_UTF8, "expected UTF-8");
  }

  @Override
  public boolean isBinary() {
    return false;
  }

  private @Nullable Rejection read(String line, Slots slots) {
    if (line.equals(header)) {
      return Rejection.SKIP;
    }
    int column = 0;
    int at = 0;
    while (at <= line.length()) {
      boolean quoted = at < line.length() && line.charAt(at) == QUOTE;
      int end = quoted ? endOfQuoted(line, at) : endOfPlain(line, at);
      if (end < 0) {
        return notInFormat("a quotation mark that is not closed or followed by more text");
      }
      if (column < slotOfColumn.length() && slotOfColumn.get(column) != Shape.NONE) {
        capture(slots, slotOfColumn.get(column), value(line, at, end, quoted));
      }
      column++;
      at = end + 1;
    }
    return column == slotOfColumn.length() ? null : notInFormat(column + " columns");
  }

  private static void capture(Slots slots, int slot, String value) {
    if (!value.isEmpty()) {
      slots.setText(slot, Kind.TEXT, value);
    }
  }

  private static String withoutLineEnd(String text) {
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return text.substring(0, end);
  }

  /** Returns the position of the delimiter after a value without quotation marks, or the end. */
  private int endOfPlain(String line, int from) {
    int end = line.indexOf(delimiter, from);
    return end < 0 ? line.length() : end;
  }

  /** Returns the position after a quoted value; -1 if it is malformed. */
  private int endOfQuoted(String line, int from) {
    for (int at = from + 1; at < line.length(); at++) {
      if (line.charAt(at) == QUOTE) {
        boolean doubled = at + 1 < line.length() && line.charAt(at + 1) == QUOTE;
        if (!doubled) {
          boolean closed = at + 1 == line.length() || line.charAt(at + 1) == delimiter;
          return closed ? at + 1 : -1;
        }
        at++;
      }
    }
    return -1;
  }

  private static String value(String line, int from, int end, boolean quoted) {
    return quoted
        ? line.substring(from + 1, end - 1).replace("\"\"", "\"")
        : line.substring(from, end);
  }

  private Rejection notInFormat(String found) {
    return new Rejection(
        Reason.NOT_IN_FORMAT,
        "expected a line of %d values, found %s (%s)"
            .formatted(slotOfColumn.length(), found, place));
  }
}
