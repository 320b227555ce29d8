package dev.tally.transforms.format;

import com.google.common.io.BaseEncoding;
import dev.tally.transforms.format.AvroSchema.Meaning;
import dev.tally.transforms.format.Slots.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/** The readers of values of Avro that contain no other values. */
final class AvroScalars {
  private static final BaseEncoding HEX = BaseEncoding.base16().lowerCase();
  private static final long DAY_MILLIS = 86_400_000;

  /** No number of a field has as many bytes. */
  private static final int MAX_DECIMAL_BYTES = 32;

  private AvroScalars() {}

  /** Skips a value of a type without a name. */
  record Skip(AvroSchema.Type type) implements BinaryReader {
    @Override
    public void read(ByteCursor in, Slots out) throws MalformedInput {
      switch (type) {
        case NULL -> {}
        case BOOLEAN -> in.next();
        case INT, LONG -> in.varint();
        case FLOAT -> in.skip(Float.BYTES);
        case DOUBLE -> in.skip(Double.BYTES);
        case BYTES, STRING -> in.skip(in.zigzag());
      }
    }
  }

  /** Skips a fixed number of bytes. */
  record SkipBytes(int size) implements BinaryReader {
    @Override
    public void read(ByteCursor in, Slots out) throws MalformedInput {
      in.skip(size);
    }
  }

  /** Captures a value of a type without a name. */
  record Capture(AvroSchema.Type type, Meaning meaning, int slot) implements BinaryReader {
    @Override
    public void read(ByteCursor in, Slots out) throws MalformedInput {
      switch (type) {
        case NULL -> out.set(slot, Kind.NULL);
        case BOOLEAN -> out.setFlag(slot, flag(in));
        case INT, LONG -> integer(in.zigzag(), out);
        case FLOAT -> decimal(Float.toString(Float.intBitsToFloat(in.fixed32())), out);
        case DOUBLE -> decimal(Double.toString(Double.longBitsToDouble(in.fixed64())), out);
        case BYTES -> bytes(in, in.zigzag(), meaning, slot, out);
        case STRING -> out.setText(slot, Kind.TEXT, in.text(in.zigzag()));
      }
    }

    private static boolean flag(ByteCursor in) throws MalformedInput {
      byte flag = in.next();
      if (flag < 0 || flag > 1) {
        throw MalformedInput.of("a boolean that is neither 0 nor 1");
      }
      return flag == 1;
    }

    private void integer(long value, Slots out) throws MalformedInput {
      if (type == AvroSchema.Type.INT && value != (int) value) {
        throw MalformedInput.of("an int of more than 32 bits");
      }
      switch (meaning.kind()) {
        case MILLIS, MICROS, NANOS -> time(value, out);
        case INTEGER -> date(value, out);
        default -> out.setInteger(slot, value);
      }
    }

    /** Avro defines times as long only; otherwise the meaning is ignored. */
    private void time(long value, Slots out) {
      if (type == AvroSchema.Type.LONG) {
        out.setTime(slot, meaning.kind(), value);
      } else {
        out.setInteger(slot, value);
      }
    }

    private void date(long value, Slots out) {
      if (type == AvroSchema.Type.INT) {
        out.setTime(slot, Kind.MILLIS, value * DAY_MILLIS);
      } else {
        out.setInteger(slot, value);
      }
    }

    private void decimal(String number, Slots out) {
      out.setText(slot, Kind.DECIMAL, number);
    }
  }

  /** Captures a fixed number of bytes. */
  record CaptureBytes(int size, Meaning meaning, int slot) implements BinaryReader {
    @Override
    public void read(ByteCursor in, Slots out) throws MalformedInput {
      bytes(in, size, meaning, slot, out);
    }
  }

  /** Captures a symbol, or skips it if it has no slot. */
  record Symbol(List<String> symbols, int slot) implements BinaryReader {
    @Override
    public void read(ByteCursor in, Slots out) throws MalformedInput {
      long index = in.zigzag();
      if (index < 0 || index >= symbols.size()) {
        throw MalformedInput.of("a symbol that the enum does not have");
      }
      if (slot != Shape.NONE) {
        out.setText(slot, Kind.TEXT, symbols.get((int) index));
      }
    }
  }

  /** Captures bytes: a decimal, or else a text of hexadecimal digits. */
  private static void bytes(ByteCursor in, long length, Meaning meaning, int slot, Slots out)
      throws MalformedInput {
    int from = in.skip(length);
    if (meaning.kind() != Kind.DECIMAL) {
      out.setText(slot, Kind.TEXT, HEX.encode(in.bytes(), from, (int) length));
    } else if (length == 0 || length > MAX_DECIMAL_BYTES) {
      out.set(slot, Kind.NESTED);
    } else {
      byte[] unscaled = Arrays.copyOfRange(in.bytes(), from, from + (int) length);
      BigDecimal number = new BigDecimal(new BigInteger(unscaled), meaning.scale());
      out.setText(slot, Kind.DECIMAL, number.toPlainString());
    }
  }
}
