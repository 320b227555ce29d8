package dev.tally.transforms.dedup;

/**
 * The 128-bit MurmurHash3 of the UTF-16 code units of a text, as Guava's {@code
 * Hashing.murmur3_128(seed).hashUnencodedChars} computes it, but without an object per hash and a
 * call per character: each event is hashed twice.
 *
 * <p>Source: MurmurHash3_x64_128 by Austin Appleby, in the public domain.
 */
final class Murmur128 {
  private static final long C1 = 0x87c37b91114253d5L;
  private static final long C2 = 0x4cf5ad432745937fL;
  private static final int CHARS_PER_LONG = 4;
  private static final int CHARS_PER_BLOCK = 8;

  private Murmur128() {}

  /** Returns the fingerprint whose bytes are those of Guava's hash code, in their order. */
  static EventFingerprint of(int seed, String text) {
    long h1 = seed;
    long h2 = seed;
    int length = text.length();
    int at = 0;
    for (; at + CHARS_PER_BLOCK <= length; at += CHARS_PER_BLOCK) {
      h1 ^= mixFirst(chars(text, at, CHARS_PER_LONG));
      h1 = (Long.rotateLeft(h1, 27) + h2) * 5 + 0x52dce729;
      h2 ^= mixSecond(chars(text, at + CHARS_PER_LONG, CHARS_PER_LONG));
      h2 = (Long.rotateLeft(h2, 31) + h1) * 5 + 0x38495ab5;
    }
    int rest = length - at;
    if (rest > CHARS_PER_LONG) {
      h2 ^= mixSecond(chars(text, at + CHARS_PER_LONG, rest - CHARS_PER_LONG));
    }
    if (rest > 0) {
      h1 ^= mixFirst(chars(text, at, Math.min(rest, CHARS_PER_LONG)));
    }
    h1 ^= 2L * length;
    h2 ^= 2L * length;
    h1 += h2;
    h2 += h1;
    h1 = finish(h1);
    h2 = finish(h2);
    h1 += h2;
    h2 += h1;
    return new EventFingerprint(Long.reverseBytes(h1), Long.reverseBytes(h2));
  }

  /** Returns up to four code units as a little-endian number. */
  private static long chars(String text, int from, int count) {
    long number = 0;
    for (int i = count - 1; i >= 0; i--) {
      number = number << Character.SIZE | text.charAt(from + i);
    }
    return number;
  }

  private static long mixFirst(long block) {
    return Long.rotateLeft(block * C1, 31) * C2;
  }

  private static long mixSecond(long block) {
    return Long.rotateLeft(block * C2, 33) * C1;
  }

  private static long finish(long hash) {
    long mixed = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ mixed >>> 33;
  }
}
