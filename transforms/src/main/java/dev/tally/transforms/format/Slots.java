package dev.tally.transforms.format;

import org.jspecify.annotations.Nullable;

/** The values of one input that a mapping refers to, by the numbers of their paths. Mutable. */
final class Slots {
  private final @Nullable Kind[] kinds;
  private final @Nullable String[] texts;
  private final long[] integers;
  private @Nullable InputItems items;

  /** The type of a value; an absent value has none. */
  enum Kind {
    NULL,
    TEXT,
    /** A number without fraction and exponent that fits into 64 bits. */
    INTEGER,
    /** Any other number; its text is as it was written. */
    DECIMAL,
    FLAG,
    /** A time in milliseconds since 1970. */
    MILLIS,
    /** A time in microseconds since 1970. */
    MICROS,
    /** A time in nanoseconds since 1970. */
    NANOS,
    /** An object or a list. */
    NESTED
  }

  Slots(int count) {
    kinds = new Kind[count];
    texts = new String[count];
    integers = new long[count];
  }

  void setText(int slot, Kind kind, String text) {
    kinds[slot] = kind;
    texts[slot] = text;
  }

  void setInteger(int slot, long integer) {
    kinds[slot] = Kind.INTEGER;
    integers[slot] = integer;
  }

  /** Sets a time, whose unit is its type. */
  void setTime(int slot, Kind unit, long time) {
    kinds[slot] = unit;
    integers[slot] = time;
  }

  void setFlag(int slot, boolean flag) {
    kinds[slot] = Kind.FLAG;
    integers[slot] = flag ? 1 : 0;
  }

  void set(int slot, Kind kind) {
    kinds[slot] = kind;
  }

  /** Makes a value absent. */
  void clear(int slot) {
    kinds[slot] = null;
  }

  /** Returns the slots of an item of this input, which contain the values of the input. */
  Slots forItem() {
    Slots item = new Slots(kinds.length);
    System.arraycopy(kinds, 0, item.kinds, 0, kinds.length);
    System.arraycopy(texts, 0, item.texts, 0, texts.length);
    System.arraycopy(integers, 0, item.integers, 0, integers.length);
    return item;
  }

  /** Returns the type of a value; null if the value is absent. */
  @Nullable Kind kind(int slot) {
    return kinds[slot];
  }

  boolean isPresent(int slot) {
    return kinds[slot] != null && kinds[slot] != Kind.NULL;
  }

  boolean isEmptyText(int slot) {
    return kinds[slot] == Kind.TEXT && rawText(slot).isEmpty();
  }

  long integer(int slot) {
    return integers[slot];
  }

  /** Returns the text of a string or of a number that is not an integer. */
  String rawText(int slot) {
    String text = texts[slot];
    return text == null ? "" : text;
  }

  /** Returns a scalar as text; empty for every other value. */
  String asText(int slot) {
    Kind kind = kinds[slot];
    return switch (kind == null ? Kind.NULL : kind) {
      case INTEGER, MILLIS, MICROS, NANOS -> Long.toString(integers[slot]);
      case FLAG -> integers[slot] == 1 ? "true" : "false";
      case TEXT, DECIMAL -> rawText(slot);
      case NULL, NESTED -> "";
    };
  }

  void setItems(InputItems items) {
    this.items = items;
  }

  /** Returns the items of the list that is split; null if the input has no such list. */
  @Nullable InputItems items() {
    return items;
  }
}
