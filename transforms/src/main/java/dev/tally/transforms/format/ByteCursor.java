package dev.tally.transforms.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Utf8;
import dev.tally.transforms.json.StrictJson;
import java.util.Arrays;

/**
 * A position in the bytes of an input. No read passes the end of the current range, and nesting and
 * the number of list items are limited, so that the time is linear in the length of the input.
 * Mutable.
 */
final class ByteCursor {
  /** The number of items without any bytes that an input may have in addition to its length. */
  private static final int FREE_ITEMS = 1 << 16;

  private static final int VARINT_BITS = 7;

  private final byte[] bytes;
  private int at;
  private int end;
  private int depth;
  private long itemsLeft;
  private int[] indexes = {};

  ByteCursor(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  ByteCursor(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
    this.itemsLeft = (long) bytes.length + FREE_ITEMS;
  }

  byte[] bytes() {
    return bytes;
  }

  int at() {
    return at;
  }

  boolean isAtEnd() {
    return at == end;
  }

  /**
   * Sets the end of the range that can be read.
   *
   * @return the end of the range before
   */
  int limit(int newEnd) {
    int before = end;
    end = newEnd;
    return before;
  }

  byte next() throws MalformedInput {
    if (at == end) {
      throw MalformedInput.of("too few bytes");
    }
    return bytes[at++];
  }

  /** Reads an integer of 7 bits per byte, the lowest first; bits above 64 are dropped. */
  long varint() throws MalformedInput {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += VARINT_BITS) {
      byte next = next();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw MalformedInput.of("an integer of more than 10 bytes");
  }

  /** Reads a signed integer whose sign is in the lowest bit. */
  long zigzag() throws MalformedInput {
    long value = varint();
    return (value >>> 1) ^ -(value & 1);
  }

  /** Returns the next signed integer without passing it. */
  long peekZigzag() throws MalformedInput {
    int before = at;
    long value = zigzag();
    at = before;
    return value;
  }

  int fixed32() throws MalformedInput {
    int from = skip(Integer.BYTES);
    return (bytes[from] & 0xFF)
        | (bytes[from + 1] & 0xFF) << 8
        | (bytes[from + 2] & 0xFF) << 16
        | (bytes[from + 3] & 0xFF) << 24;
  }

  long fixed64() throws MalformedInput {
    return (fixed32() & 0xFFFF_FFFFL) | (long) fixed32() << Integer.SIZE;
  }

  /**
   * Skips bytes.
   *
   * @return the position of the first one
   */
  int skip(long length) throws MalformedInput {
    if (length < 0 || length > end - at) {
      throw MalformedInput.of(length < 0 ? "a negative length" : "too few bytes");
    }
    int from = at;
    at += (int) length;
    return from;
  }

  String text(long length) throws MalformedInput {
    int from = skip(length);
    if (!Utf8.isWellFormed(bytes, from, (int) length)) {
      throw MalformedInput.notUtf8();
    }
    return new String(bytes, from, (int) length, UTF_8);
  }

  /** Returns the position after some bytes, which must be in the current range. */
  int endOf(long length) throws MalformedInput {
    int from = skip(length);
    int after = at;
    at = from;
    return after;
  }

  void moveTo(int position) {
    at = position;
  }

  /** Returns how often this method was called with a node before. */
  int nextIndex(int node) {
    if (node >= indexes.length) {
      indexes = Arrays.copyOf(indexes, node + 1);
    }
    return indexes[node]++;
  }

  /** Makes the next index of a node 0. */
  void restartIndex(int node) {
    if (node < indexes.length) {
      indexes[node] = 0;
    }
  }

  /** Counts items, which may have no bytes. */
  void countItems(long count) throws MalformedInput {
    if (count < 0 || count > itemsLeft) {
      throw MalformedInput.of("more items than the input can contain");
    }
    itemsLeft -= count;
  }

  /** Enters a nested value. */
  void enter() throws MalformedInput {
    if (++depth > StrictJson.MAX_DEPTH) {
      throw MalformedInput.of("nesting deeper than " + StrictJson.MAX_DEPTH);
    }
  }

  void leave() {
    depth--;
  }
}
