package dev.tally.transforms.dedup;

import java.nio.ByteBuffer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An {@code IdPage} holds the remembered events of one bucket and one slice of event time, packed
 * into bytes.
 *
 * <p>Layout 1, all fixed numbers big-endian: the version (1 byte), the number of rows (4), the
 * first row's minute (4), the latest minute (4) and the first row's {@link FirstCopy} (8). A row
 * has 12 bytes of the fingerprint, the checksum (4), and as variable-length integers the
 * differences of its minute, its region and partition, and its offset from those of the first row:
 * about 21 bytes. The number of the bucket determines eight more bits of the fingerprint, so 104
 * bits identify an event: the probability that any two of a billion remembered events are confused
 * is below 1 in 10^13.
 */
final class IdPage {
  private static final byte VERSION = 1;
  private static final int ROWS_AT = 1;
  private static final int FIRST_MINUTE_AT = 5;
  private static final int LAST_MINUTE_AT = 9;
  private static final int FIRST_COPY_AT = 13;
  private static final int HEADER = 21;
  private static final int MAX_ROW = 40;
  private static final int OFFSET_BITS = FirstCopy.OFFSET_BITS;
  private static final long OFFSETS = (1L << OFFSET_BITS) - 1;

  private ByteBuffer bytes;

  private IdPage(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /** Returns a page without rows. */
  static IdPage empty() {
    ByteBuffer bytes = ByteBuffer.allocate(HEADER + MAX_ROW);
    return new IdPage(bytes.put(VERSION).position(HEADER));
  }

  /** Returns a page that was stored with {@link #toBytes}; the bytes are not modified. */
  static IdPage of(byte[] stored) {
    if (stored[0] != VERSION) {
      throw new IllegalStateException(
          ("IdPage reads layout version %d but found version %d: these bytes were written by another"
                  + " build of Tally")
              .formatted(VERSION, stored[0]));
    }
    return new IdPage(ByteBuffer.wrap(stored).position(stored.length));
  }

  int rows() {
    return bytes.getInt(ROWS_AT);
  }

  /** Returns the minute of the first row, in minutes since 1970. */
  int firstMinute() {
    return bytes.getInt(FIRST_MINUTE_AT);
  }

  /** Returns the latest minute of all rows, in minutes since 1970. */
  int lastMinute() {
    return bytes.getInt(LAST_MINUTE_AT);
  }

  void add(EventFingerprint id, SeenEvent seen) {
    if (bytes.remaining() < MAX_ROW) {
      bytes = ByteBuffer.allocate(2 * bytes.capacity() + MAX_ROW).put(bytes.flip());
    }
    if (rows() == 0) {
      bytes.putInt(FIRST_MINUTE_AT, seen.minute());
      bytes.putInt(LAST_MINUTE_AT, seen.minute());
      bytes.putLong(FIRST_COPY_AT, seen.firstCopy());
    }
    bytes.putInt(ROWS_AT, rows() + 1);
    bytes.putInt(LAST_MINUTE_AT, Math.max(lastMinute(), seen.minute()));
    bytes.putLong(id.high()).putInt(id.storedLow()).putInt(seen.checksum());
    long first = bytes.getLong(FIRST_COPY_AT);
    putVarInt(zigzag((long) seen.minute() - firstMinute()));
    putVarInt((seen.firstCopy() ^ first) >>> OFFSET_BITS);
    putVarInt(zigzag((seen.firstCopy() & OFFSETS) - (first & OFFSETS)));
  }

  /** Returns what is remembered of an event; null if the page does not contain it. */
  @Nullable SeenEvent find(EventFingerprint id) {
    ByteBuffer rows = rowsFromTheStart();
    while (rows.hasRemaining()) {
      long high = rows.getLong();
      int low = rows.getInt();
      if (high == id.high() && low == id.storedLow()) {
        return readSeen(rows);
      }
      skipSeen(rows);
    }
    return null;
  }

  /** Passes the {@link EventFingerprint#tag} of each row to the consumer. */
  void forEachTag(IntConsumer consumer) {
    ByteBuffer rows = rowsFromTheStart();
    while (rows.hasRemaining()) {
      consumer.accept(EventFingerprint.tag(rows.getLong()));
      rows.getInt();
      skipSeen(rows);
    }
  }

  /** Returns a copy of the page's bytes. */
  byte[] toBytes() {
    byte[] copy = new byte[bytes.position()];
    bytes.get(0, copy);
    return copy;
  }

  private ByteBuffer rowsFromTheStart() {
    return bytes.duplicate().flip().position(HEADER);
  }

  private SeenEvent readSeen(ByteBuffer row) {
    int checksum = row.getInt();
    long first = bytes.getLong(FIRST_COPY_AT);
    int minute = (int) (firstMinute() + unzigzag(getVarInt(row)));
    long place = (getVarInt(row) << OFFSET_BITS) ^ (first & ~OFFSETS);
    long offset = (first & OFFSETS) + unzigzag(getVarInt(row));
    return new SeenEvent(minute, checksum, place | offset);
  }

  private static void skipSeen(ByteBuffer row) {
    row.getInt();
    getVarInt(row);
    getVarInt(row);
    getVarInt(row);
  }

  private void putVarInt(long number) {
    long rest = number;
    while ((rest & ~0x7FL) != 0) {
      bytes.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    bytes.put((byte) rest);
  }

  private static long getVarInt(ByteBuffer from) {
    long number = 0;
    byte next;
    int shift = 0;
    do {
      next = from.get();
      number |= (next & 0x7FL) << shift;
      shift += 7;
    } while (next < 0);
    return number;
  }

  private static long zigzag(long number) {
    return (number << 1) ^ (number >> 63);
  }

  private static long unzigzag(long number) {
    return (number >>> 1) ^ -(number & 1);
  }
}
