package dev.tally.transforms.format;

import org.jspecify.annotations.Nullable;

/** The converted values of one record, by field. A value that is not set is empty or 0. */
final class Values {
  private final @Nullable String[] texts;
  private final long[] integers;

  Values(int fields) {
    texts = new String[fields];
    integers = new long[fields];
  }

  void setText(int field, String text) {
    texts[field] = text;
  }

  void setInteger(int field, long integer) {
    integers[field] = integer;
  }

  String text(int field) {
    String text = texts[field];
    return text == null ? "" : text;
  }

  long integer(int field) {
    return integers[field];
  }
}
