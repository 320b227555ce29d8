package dev.tally.transforms.format;

import java.math.RoundingMode;

/**
 * Scales short decimals, such as {@code -12.50}, without creating objects: most amounts are short,
 * and {@link java.math.BigDecimal} needs several times the time.
 */
final class PlainDecimal {
  /** The result for a number that is not short or does not fit. */
  static final long NONE = Long.MIN_VALUE;

  private static final int MAX_LENGTH = 18;
  private static final long[] POWERS = powers();

  private PlainDecimal() {}

  /**
   * Returns number · factor, rounded; {@link #NONE} if the number has another form, more than 18
   * characters, or a result that does not fit.
   *
   * @param rounding {@code FLOOR} or {@code HALF_EVEN}
   */
  static long scaled(String number, long factor, RoundingMode rounding) {
    int length = number.length();
    boolean negative = length > 0 && number.charAt(0) == '-';
    int from = negative ? 1 : 0;
    int point = number.indexOf('.');
    int digits = length - from - (point < 0 ? 0 : 1);
    if (length > MAX_LENGTH || digits == 0) {
      return NONE;
    }
    long mantissa = 0;
    for (int i = from; i < length; i++) {
      int digit = number.charAt(i) - '0';
      if (i != point && (digit < 0 || digit > 9)) {
        return NONE;
      }
      mantissa = i == point ? mantissa : mantissa * 10 + digit;
    }
    int scale = point < 0 ? 0 : length - point - 1;
    return divided(negative ? -mantissa : mantissa, factor, POWERS[scale], rounding);
  }

  private static long divided(long mantissa, long factor, long power, RoundingMode rounding) {
    long product = mantissa * factor;
    if (Math.multiplyHigh(mantissa, factor) != product >> (Long.SIZE - 1)) {
      return NONE;
    }
    long quotient = Math.floorDiv(product, power);
    long rest = Math.floorMod(product, power);
    long half = Long.compare(rest, power - rest);
    boolean up = half > 0 || (half == 0 && (quotient & 1) == 1);
    return rounding == RoundingMode.HALF_EVEN && rest != 0 && up ? quotient + 1 : quotient;
  }

  private static long[] powers() {
    long[] powers = new long[MAX_LENGTH + 1];
    powers[0] = 1;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = powers[i - 1] * 10;
    }
    return powers;
  }
}
