package dev.tally.transforms.json;

/** Integers of JSON: an optional minus sign and digits, of which the first is 0 only if alone. */
final class JsonIntegers {
  /** Fewer digits always fit a {@code long}; 19 fit 64 bits without a sign. */
  private static final int MAX_DIGITS = 19;

  private JsonIntegers() {}

  /** True if the integer is within the range of a {@code long}. */
  static boolean fitLong(byte[] bytes, int from, int to) {
    boolean negative = bytes[from] == '-';
    int digits = to - from - (negative ? 1 : 0);
    if (digits != MAX_DIGITS) {
      return digits < MAX_DIGITS;
    }
    long magnitude = magnitude(bytes, to - digits, to);
    return magnitude >= 0 || (negative && magnitude == Long.MIN_VALUE);
  }

  /** Returns an integer that is within the range. */
  static long value(byte[] bytes, int from, int to) {
    return bytes[from] == '-' ? -magnitude(bytes, from + 1, to) : magnitude(bytes, from, to);
  }

  /** Returns the value of at most 19 digits, unsigned. */
  private static long magnitude(byte[] bytes, int from, int to) {
    long value = 0;
    for (int i = from; i < to; i++) {
      value = value * 10 + bytes[i] - '0';
    }
    return value;
  }
}
