package dev.tally.operations.budgets;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** Writes JSON strings. */
final class JsonString {
  private JsonString() {}

  /** Returns a text with quotation marks and the escapes of JSON. */
  static String of(String text) {
    return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
  }
}
