package dev.tally.transforms.format;

/**
 * How a list of a binary input is split.
 *
 * @param shape the paths that begin at an item
 * @param expected what an item is, for use in a message
 * @param place the place of the schema in the mapping's file
 */
record BinarySplit(Shape shape, String expected, String place) {
  /** Returns the input that an item is. */
  BinaryInput item(BinaryReader reader) {
    return new BinaryInput(reader, expected, place);
  }
}
