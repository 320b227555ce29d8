package dev.tally.transforms.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Describes what was found where an integer was expected, without quoting the value. */
final class IntegerMismatch {
  private static final int LONGEST_TEXT = 40;
  private static final Pattern DIGITS = Pattern.compile("-?[0-9]+");
  private static final Pattern ISO_TIME = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}([T ].*)?");

  private IntegerMismatch() {}

  /** Returns text that continues "expected an integer"; empty if there is nothing to add. */
  static String found(@Nullable JsonToken token, JsonParser parser) throws IOException {
    if (token == JsonToken.VALUE_NUMBER_FLOAT) {
      return ", found a number with a decimal point or an exponent";
    }
    if (token != JsonToken.VALUE_STRING || parser.getTextLength() > LONGEST_TEXT) {
      return "";
    }
    String text = parser.getText();
    if (ISO_TIME.matcher(text).matches()) {
      return " (epoch milliseconds, if it is a time), found a string that looks like an ISO 8601 time";
    }
    return DIGITS.matcher(text).matches()
        ? ", found a string of digits: remove the quotation marks"
        : "";
  }
}
