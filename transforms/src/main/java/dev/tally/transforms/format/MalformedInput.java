package dev.tally.transforms.format;

import dev.tally.transforms.model.DeadLetter.Reason;

/** The bytes of an input do not have the expected structure. It has no stack trace. */
final class MalformedInput extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final String found;

  private MalformedInput(Reason reason, String found) {
    super(found, null, false, false);
    this.reason = reason;
    this.found = found;
  }

  static MalformedInput of(String found) {
    return new MalformedInput(Reason.NOT_IN_FORMAT, found);
  }

  static MalformedInput notUtf8() {
    return new MalformedInput(Reason.INVALID_UTF8, "a string that is not UTF-8");
  }

  String found() {
    return found;
  }

  /**
   * Returns the rejection of the input.
   *
   * @param expected what was expected instead
   * @param place the place in the mapping's file
   */
  Rejection rejection(String expected, String place) {
    return new Rejection(reason, "expected %s, found %s (%s)".formatted(expected, found, place));
  }
}
