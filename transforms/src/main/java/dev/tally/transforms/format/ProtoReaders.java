package dev.tally.transforms.format;

import com.google.common.io.BaseEncoding;
import dev.tally.transforms.format.ProtoSchema.Symbols;
import dev.tally.transforms.format.Slots.Kind;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The readers of the fields of a message of Protobuf. */
final class ProtoReaders {
  private static final BaseEncoding HEX = BaseEncoding.base16().lowerCase();

  private ProtoReaders() {}

  /** Reads the value of a field after its tag. */
  interface FieldReader {
    /**
     * Reads a value, or returns false without reading if the field has another encoding, so that it
     * is unknown.
     */
    boolean read(int wire, ByteCursor in, Slots out) throws MalformedInput;
  }

  /**
   * Captures a value that contains no other values.
   *
   * @param symbols the names of an enum; null for other types
   */
  record Scalar(ProtoType type, @Nullable Symbols symbols, int slot) implements FieldReader {
    @Override
    public boolean read(int wire, ByteCursor in, Slots out) throws MalformedInput {
      if (wire != type.wire()) {
        return false;
      }
      capture(in, out);
      return true;
    }

    void capture(ByteCursor in, Slots out) throws MalformedInput {
      switch (type) {
        case DOUBLE -> decimal(Double.toString(Double.longBitsToDouble(in.fixed64())), out);
        case FLOAT -> decimal(Float.toString(Float.intBitsToFloat(in.fixed32())), out);
        case INT64 -> out.setInteger(slot, in.varint());
        case SINT64 -> out.setInteger(slot, in.zigzag());
        case SFIXED64 -> out.setInteger(slot, in.fixed64());
        case INT32 -> out.setInteger(slot, int32(in));
        case SINT32 -> out.setInteger(slot, zigzag32(int32(in)));
        case SFIXED32 -> out.setInteger(slot, in.fixed32());
        case UINT32 -> out.setInteger(slot, Integer.toUnsignedLong(int32(in)));
        case FIXED32 -> out.setInteger(slot, Integer.toUnsignedLong(in.fixed32()));
        case UINT64 -> unsigned(in.varint(), out);
        case FIXED64 -> unsigned(in.fixed64(), out);
        case BOOL -> out.setFlag(slot, in.varint() != 0);
        case STRING -> out.setText(slot, Kind.TEXT, in.text(in.varint()));
        case BYTES -> bytes(in, out);
        case ENUM -> symbol(int32(in), out);
        case GROUP, MESSAGE -> throw new IllegalStateException("%s is no scalar".formatted(type));
      }
    }

    private void decimal(String number, Slots out) {
      out.setText(slot, Kind.DECIMAL, number);
    }

    private void unsigned(long number, Slots out) {
      if (number < 0) {
        decimal(Long.toUnsignedString(number), out);
      } else {
        out.setInteger(slot, number);
      }
    }

    /**
     * Reads an integer of 32 bits; higher bits, such as those of a negative number, are dropped.
     */
    private static int int32(ByteCursor in) throws MalformedInput {
      return (int) in.varint();
    }

    private static int zigzag32(int value) {
      return (value >>> 1) ^ -(value & 1);
    }

    private void bytes(ByteCursor in, Slots out) throws MalformedInput {
      int from = in.skip(in.varint());
      out.setText(slot, Kind.TEXT, HEX.encode(in.bytes(), from, in.at() - from));
    }

    private void symbol(int number, Slots out) {
      String name = symbols == null ? null : symbols.names().get(number);
      if (name != null) {
        out.setText(slot, Kind.TEXT, name);
      } else if (symbols == null || !symbols.isClosed()) {
        out.setInteger(slot, number);
      }
    }
  }

  /** Skips the value of a field with this tag. */
  record Skip(int tag) implements FieldReader {
    @Override
    public boolean read(int wire, ByteCursor in, Slots out) throws MalformedInput {
      if (wire != ProtoWire.wire(tag)) {
        return false;
      }
      ProtoWire.skip(tag, in);
      return true;
    }
  }

  /** Reads a message that a field contains. */
  record Nested(BinaryReader message) implements FieldReader {
    @Override
    public boolean read(int wire, ByteCursor in, Slots out) throws MalformedInput {
      if (wire != ProtoWire.LENGTH) {
        return false;
      }
      int before = in.limit(in.endOf(in.varint()));
      message.read(in, out);
      in.limit(before);
      return true;
    }
  }

  /** Notes in a slot that there is a value that contains others, and then reads it. */
  record Noted(int slot, FieldReader value) implements FieldReader {
    @Override
    public boolean read(int wire, ByteCursor in, Slots out) throws MalformedInput {
      out.set(slot, Kind.NESTED);
      return value.read(wire, in, out);
    }
  }

  /**
   * Reads some elements of a repeated field.
   *
   * @param node the number of the field's node, under which its elements are counted
   */
  record Repeated(ProtoType type, int node, Map<Integer, FieldReader> byIndex)
      implements FieldReader {
    @Override
    public boolean read(int wire, ByteCursor in, Slots out) throws MalformedInput {
      if (wire == ProtoWire.LENGTH && type.isPackable()) {
        int before = in.limit(in.endOf(in.varint()));
        while (!in.isAtEnd()) {
          element(type.wire(), in, out);
        }
        in.limit(before);
        return true;
      }
      if (wire != type.wire()) {
        return false;
      }
      element(wire, in, out);
      return true;
    }

    private void element(int wire, ByteCursor in, Slots out) throws MalformedInput {
      FieldReader element = byIndex.get(in.nextIndex(node));
      if (element == null) {
        ProtoWire.skip(wire, in);
      } else {
        element.read(wire, in, out);
      }
    }
  }

  /** Reads a field of which only one of several can be set, and makes the others absent. */
  record OneOf(FieldReader field, Subtree others) implements FieldReader {
    @Override
    public boolean read(int wire, ByteCursor in, Slots out) throws MalformedInput {
      if (!field.read(wire, in, out)) {
        return false;
      }
      others.clear(in, out);
      return true;
    }
  }

  /**
   * Reads an entry of a map.
   *
   * @param key captures the key
   * @param byKey the values to which paths refer
   */
  record MapEntry(Scalar key, Map<String, EntryValue> byKey) implements FieldReader {
    /** How the value of a key is read: the whole entry is a message whose field 2 is captured. */
    record EntryValue(BinaryReader entry, Subtree before) {}

    @Override
    public boolean read(int wire, ByteCursor in, Slots out) throws MalformedInput {
      if (wire != ProtoWire.LENGTH) {
        return false;
      }
      int end = in.endOf(in.varint());
      int before = in.limit(end);
      int start = in.at();
      EntryValue value = byKey.get(key(in));
      in.moveTo(value == null ? end : start);
      if (value != null) {
        value.before.clear(in, out);
        value.entry.read(in, out);
      }
      in.limit(before);
      return true;
    }

    private String key(ByteCursor in) throws MalformedInput {
      Slots slot = new Slots(1);
      slot.setText(0, Kind.TEXT, emptyKey());
      while (!in.isAtEnd()) {
        int tag = ProtoWire.tag(in);
        if (ProtoWire.number(tag) != 1 || !key.read(ProtoWire.wire(tag), in, slot)) {
          ProtoWire.skip(tag, in);
        }
      }
      return slot.asText(0);
    }

    private String emptyKey() {
      return switch (key.type) {
        case STRING -> "";
        case BOOL -> "false";
        default -> "0";
      };
    }
  }

  /** Captures a {@code google.protobuf.Timestamp}. */
  record Timestamp(int slot) implements BinaryReader {
    private static final int SECONDS_TAG = 8;
    private static final int NANOS_TAG = 16;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final long MILLIS_PER_SECOND = 1_000;

    /** A time in nanoseconds fits into 64 bits for 292 years before and after 1970. */
    private static final long MAX_SECONDS = Long.MAX_VALUE / NANOS_PER_SECOND - 1;

    @Override
    public void read(ByteCursor in, Slots out) throws MalformedInput {
      long seconds = 0;
      int nanos = 0;
      while (!in.isAtEnd()) {
        int tag = ProtoWire.tag(in);
        switch (tag) {
          case SECONDS_TAG -> seconds = in.varint();
          case NANOS_TAG -> nanos = (int) in.varint();
          default -> ProtoWire.skip(tag, in);
        }
      }
      set(seconds, nanos, out);
    }

    private void set(long seconds, int nanos, Slots out) {
      if (isWithin(seconds, MAX_SECONDS)) {
        out.setTime(slot, Kind.NANOS, seconds * NANOS_PER_SECOND + nanos);
      } else if (isWithin(seconds, Long.MAX_VALUE / MILLIS_PER_SECOND - 1)) {
        long millis = Math.floorDiv(nanos, NANOS_PER_MILLI);
        out.setTime(slot, Kind.MILLIS, seconds * MILLIS_PER_SECOND + millis);
      } else {
        out.set(slot, Kind.NESTED);
      }
    }

    private static boolean isWithin(long seconds, long bound) {
      return seconds >= -bound && seconds <= bound;
    }
  }
}
