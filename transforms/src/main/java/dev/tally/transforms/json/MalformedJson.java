package dev.tally.transforms.json;

/** A document is not strict JSON, or its nesting is too deep. It has no stack trace. */
public final class MalformedJson extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedJson() {
    super("malformed JSON or nesting deeper than " + StrictJson.MAX_DEPTH, null, false, false);
  }

  /** Returns what was found instead of a document, for use in a message. */
  public String found() {
    return String.valueOf(getMessage());
  }
}
