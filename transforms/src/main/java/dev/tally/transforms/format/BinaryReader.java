package dev.tally.transforms.format;

/** Reads one value of a schema, which has been compiled together with the paths of a mapping. */
interface BinaryReader {
  /**
   * Reads a value and sets the slots of the values that it contains.
   *
   * @throws MalformedInput if the bytes are not such a value
   */
  void read(ByteCursor in, Slots out) throws MalformedInput;
}
