package dev.tally.transforms.codec;

import java.util.regex.Pattern;

/** Describes what was found where an integer was expected, without quoting the value. */
final class IntegerMismatch {
  /** Text that continues "expected an integer" for a number that is none. */
  static final String DECIMAL = ", found a number with a decimal point or an exponent";

  private static final int LONGEST_TEXT = 40;
  private static final Pattern DIGITS = Pattern.compile("-?[0-9]+");
  private static final Pattern ISO_TIME = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}([T ].*)?");

  private IntegerMismatch() {}

  /** Returns text that continues "expected an integer"; empty if there is nothing to add. */
  static String found(String text) {
    if (text.length() > LONGEST_TEXT) {
      return "";
    }
    if (ISO_TIME.matcher(text).matches()) {
      return " (epoch milliseconds, if it is a time), found a string that looks like an ISO 8601 time";
    }
    return DIGITS.matcher(text).matches()
        ? ", found a string of digits: remove the quotation marks"
        : "";
  }
}
