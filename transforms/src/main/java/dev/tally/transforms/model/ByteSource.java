package dev.tally.transforms.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import org.apache.beam.sdk.coders.CoderException;

/** Reads an array of bytes, without the locks of {@code ByteArrayInputStream}. */
final class ByteSource extends InputStream {
  private final byte[] bytes;
  private int position;

  /** Reads this array, which must not be modified. */
  ByteSource(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public int read() {
    return position < bytes.length ? bytes[position++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] to, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, to.length);
    if (length > 0 && position == bytes.length) {
      return -1;
    }
    int count = Math.min(length, available());
    System.arraycopy(bytes, position, to, offset, count);
    position += count;
    return count;
  }

  @Override
  public byte[] readNBytes(int length) {
    int from = position;
    position += Math.min(length, available());
    return Arrays.copyOfRange(bytes, from, position);
  }

  @Override
  public int available() {
    return bytes.length - position;
  }

  /** Reads a number as {@code VarInt.decodeLong} does. */
  long readNumber() throws IOException {
    long number = 0;
    int shift = 0;
    int next;
    do {
      next = read();
      if (next < 0) {
        throw new EOFException("the bytes of a value end too early");
      }
      if (shift >= Long.SIZE) {
        throw new CoderException("a variable-length integer must have at most 10 bytes");
      }
      number |= (next & 0x7FL) << shift;
      shift += 7;
    } while ((next & 0x80) != 0);
    return number;
  }

  /** Reads a text of this many bytes, without a copy of them. */
  String readText(int length) throws EOFException {
    if (length > available()) {
      throw new EOFException("the bytes of a value end too early");
    }
    String text = new String(bytes, position, length, UTF_8);
    position += length;
    return text;
  }
}
