package dev.tally.transforms.dedup;

/**
 * The 32-bit MurmurHash3 of numbers and texts, as a hasher of Guava's {@code
 * Hashing.murmur3_32_fixed()} computes it, but without a call per byte: each event is hashed. Each
 * number and each character has an even number of bytes. Mutable.
 *
 * <p>Source: MurmurHash3_x86_32 by Austin Appleby, in the public domain.
 */
final class Murmur32 {
  private static final int C1 = 0xcc9e2d51;
  private static final int C2 = 0x1b873593;

  private int hash;
  private int bytes;

  /** Two bytes that are not mixed into the hash yet. */
  private int half;

  private boolean hasHalf;

  Murmur32 putLong(long number) {
    return putInt((int) number).putInt((int) (number >>> Integer.SIZE));
  }

  Murmur32 putInt(int number) {
    bytes += Integer.BYTES;
    if (hasHalf) {
      mix(half | number << Character.SIZE);
      half = number >>> Character.SIZE;
    } else {
      mix(number);
    }
    return this;
  }

  /** Adds the UTF-16 code units of a text, without its length. */
  Murmur32 putChars(String text) {
    int length = text.length();
    int at = 0;
    if (hasHalf && length > 0) {
      mix(half | text.charAt(0) << Character.SIZE);
      hasHalf = false;
      at = 1;
    }
    for (; at + 1 < length; at += 2) {
      mix(text.charAt(at) | text.charAt(at + 1) << Character.SIZE);
    }
    if (at < length) {
      half = text.charAt(at);
      hasHalf = true;
    }
    bytes += Character.BYTES * length;
    return this;
  }

  /** Returns the hash of what was added. */
  int hash() {
    int mixed = (hasHalf ? hash ^ scramble(half) : hash) ^ bytes;
    mixed = (mixed ^ mixed >>> 16) * 0x85ebca6b;
    mixed = (mixed ^ mixed >>> 13) * 0xc2b2ae35;
    return mixed ^ mixed >>> 16;
  }

  private void mix(int block) {
    hash = Integer.rotateLeft(hash ^ scramble(block), 13) * 5 + 0xe6546b64;
  }

  private static int scramble(int block) {
    return Integer.rotateLeft(block * C1, 15) * C2;
  }
}
