package dev.tally.transforms.format;

import java.util.List;

/** The types of fields of Protobuf, in the order of their numbers in a descriptor, from 1. */
enum ProtoType {
  DOUBLE(ProtoWire.FIXED64),
  FLOAT(ProtoWire.FIXED32),
  INT64(ProtoWire.VARINT),
  UINT64(ProtoWire.VARINT),
  INT32(ProtoWire.VARINT),
  FIXED64(ProtoWire.FIXED64),
  FIXED32(ProtoWire.FIXED32),
  BOOL(ProtoWire.VARINT),
  STRING(ProtoWire.LENGTH),
  GROUP(ProtoWire.GROUP),
  MESSAGE(ProtoWire.LENGTH),
  BYTES(ProtoWire.LENGTH),
  UINT32(ProtoWire.VARINT),
  ENUM(ProtoWire.VARINT),
  SFIXED32(ProtoWire.FIXED32),
  SFIXED64(ProtoWire.FIXED64),
  SINT32(ProtoWire.VARINT),
  SINT64(ProtoWire.VARINT);

  private static final List<ProtoType> ALL = List.of(values());

  private final int wire;

  ProtoType(int wire) {
    this.wire = wire;
  }

  /**
   * Returns the type with a number in a descriptor.
   *
   * @throws IllegalArgumentException if there is none
   */
  static ProtoType numbered(int number) {
    if (number < 1 || number > ALL.size()) {
      throw new IllegalArgumentException("unknown type of field: " + number);
    }
    return ALL.get(number - 1);
  }

  /** Returns the encoding of a value on the wire. */
  int wire() {
    return wire;
  }

  /** Returns true if several values can be packed into one field. */
  boolean isPackable() {
    return wire != ProtoWire.LENGTH && wire != ProtoWire.GROUP;
  }
}
