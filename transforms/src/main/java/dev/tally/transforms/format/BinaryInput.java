package dev.tally.transforms.format;

import org.jspecify.annotations.Nullable;

/**
 * Reads inputs in a binary format.
 *
 * <p>Errors: bytes that are not a value of the schema, and bytes after it, are rejected as {@code
 * NOT_IN_FORMAT}. Parts to which no path refers are skipped with as few checks as possible.
 *
 * @param expected what an input is, for use in a message, for example {@code a value of click.avsc}
 * @param place the place of the schema in the mapping's file
 */
record BinaryInput(BinaryReader reader, String expected, String place) implements InputFormat {
  @Override
  public @Nullable Rejection read(byte[] value, Slots slots) {
    return read(new ByteCursor(value), slots);
  }

  /** Does the same with the bytes from a position up to the end of a range. */
  @Nullable Rejection read(ByteCursor in, Slots slots) {
    try {
      reader.read(in, slots);
      return in.isAtEnd()
          ? null
          : MalformedInput.of("more data after it").rejection(expected, place);
    } catch (MalformedInput malformed) {
      return malformed.rejection(expected, place);
    }
  }

  @Override
  public boolean isBinary() {
    return true;
  }
}
