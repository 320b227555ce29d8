package dev.tally.transforms.format;

/** The encodings of fields on Protobuf's wire. */
final class ProtoWire {
  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int LENGTH = 2;
  static final int GROUP = 3;
  static final int FIXED32 = 5;
  private static final int END_OF_GROUP = 4;
  private static final int WIRE_BITS = 3;
  private static final int WIRE_MASK = 7;

  private ProtoWire() {}

  /** Reads the number and the encoding of a field. */
  static int tag(ByteCursor in) throws MalformedInput {
    int tag = (int) in.varint();
    if (number(tag) == 0) {
      throw MalformedInput.of("a field with the number 0");
    }
    return tag;
  }

  static int number(int tag) {
    return tag >>> WIRE_BITS;
  }

  static int wire(int tag) {
    return tag & WIRE_MASK;
  }

  /** Skips the value of a field. */
  static void skip(int tag, ByteCursor in) throws MalformedInput {
    switch (wire(tag)) {
      case VARINT -> in.varint();
      case FIXED64 -> in.skip(Long.BYTES);
      case LENGTH -> in.skip(in.varint());
      case FIXED32 -> in.skip(Integer.BYTES);
      case GROUP -> skipGroup(number(tag), in);
      default -> throw MalformedInput.of("a field with an unknown encoding");
    }
  }

  private static void skipGroup(int number, ByteCursor in) throws MalformedInput {
    in.enter();
    int tag = tag(in);
    while (wire(tag) != END_OF_GROUP) {
      skip(tag, in);
      tag = tag(in);
    }
    if (number(tag) != number) {
      throw MalformedInput.of("a group with the end of another one");
    }
    in.leave();
  }
}
