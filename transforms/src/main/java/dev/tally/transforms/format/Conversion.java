package dev.tally.transforms.format;

import dev.tally.transforms.format.Slots.Kind;
import org.jspecify.annotations.Nullable;

/** Converts a value of an input to the value of a field. */
interface Conversion {
  /**
   * Converts a text and sets the field.
   *
   * @return why the text cannot be converted; null if it was
   */
  @Nullable Misfit text(String text, Values out, int field);

  /** Converts an integer; by default its text. */
  default @Nullable Misfit integer(long integer, Values out, int field) {
    return text(Long.toString(integer), out, field);
  }

  /** Converts a number that is not a 64-bit integer; by default its text. */
  default @Nullable Misfit decimal(String number, Values out, int field) {
    return text(number, out, field);
  }

  /** Converts true or false; by default its text. */
  default @Nullable Misfit flag(boolean flag, Values out, int field) {
    return text(flag ? "true" : "false", out, field);
  }

  /**
   * Converts a time whose type states its unit; by default the number.
   *
   * @param unit the unit of the number
   */
  default @Nullable Misfit time(Kind unit, long time, Values out, int field) {
    return integer(time, out, field);
  }

  /** Describes the values that can be converted, for use in a message. */
  String expected();
}
