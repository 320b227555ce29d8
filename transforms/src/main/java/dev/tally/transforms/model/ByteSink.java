package dev.tally.transforms.model;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Collects bytes in an array, without the locks of {@code ByteArrayOutputStream}. */
final class ByteSink extends OutputStream {
  /** The length of the longest variable-length integer. */
  private static final int MAX_NUMBER = 10;

  private byte[] bytes;
  private int size;

  ByteSink(int capacity) {
    bytes = new byte[capacity];
  }

  int size() {
    return size;
  }

  @Override
  public void write(int next) {
    ensure(1);
    bytes[size++] = (byte) next;
  }

  @Override
  public void write(byte[] from, int offset, int length) {
    ensure(length);
    System.arraycopy(from, offset, bytes, size, length);
    size += length;
  }

  /** Writes a number as {@code VarInt.encode} does. */
  void writeNumber(long number) {
    ensure(MAX_NUMBER);
    long rest = number;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /** Writes all bytes with a single call. */
  void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, size);
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), 2 * bytes.length));
    }
  }
}
