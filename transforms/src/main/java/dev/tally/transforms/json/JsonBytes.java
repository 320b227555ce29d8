package dev.tally.transforms.json;

import com.google.common.base.Utf8;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Searches bytes of UTF-8, eight at a time. */
public final class JsonBytes {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Each byte of a word with the value 1, and with only its highest bit set. */
  private static final long ONES = 0x0101010101010101L;

  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long QUOTES = '"' * ONES;
  private static final long BACKSLASHES = '\\' * ONES;
  private static final int FIRST_PRINTABLE = 0x20;

  private JsonBytes() {}

  /** Returns true if the bytes are well-formed UTF-8. */
  public static boolean areUtf8(byte[] bytes) {
    int at = 0;
    for (; at + Long.BYTES <= bytes.length; at += Long.BYTES) {
      if (((long) WORD.get(bytes, at) & HIGH_BITS) != 0) {
        break;
      }
    }
    return Utf8.isWellFormed(bytes, at, bytes.length - at);
  }

  /**
   * Returns the index of the first byte that a string of JSON does not contain as it is: a
   * quotation mark, a backslash or a control character; {@code end} if there is none.
   */
  static int firstSpecial(byte[] bytes, int from, int end) {
    int at = from;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      long special = special((long) WORD.get(bytes, at));
      if (special != 0) {
        return at + Long.numberOfTrailingZeros(special) / Byte.SIZE;
      }
    }
    while (at < end && !isSpecial(bytes[at])) {
      at++;
    }
    return at;
  }

  private static boolean isSpecial(byte one) {
    return one == '"' || one == '\\' || (one >= 0 && one < FIRST_PRINTABLE);
  }

  /**
   * Returns a word in which the lowest bit that is set belongs to the first special byte. A
   * subtraction borrows from the next byte only where a byte is special, so only bytes after the
   * first special one can be wrong.
   */
  private static long special(long word) {
    long quotes = word ^ QUOTES;
    long backslashes = word ^ BACKSLASHES;
    return (((quotes - ONES) & ~quotes)
            | ((backslashes - ONES) & ~backslashes)
            | ((word - FIRST_PRINTABLE * ONES) & ~word))
        & HIGH_BITS;
  }
}
