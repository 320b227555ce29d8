package dev.tally.bench;

import java.nio.ByteBuffer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The records that every sink writes; each is a pure function of its index. */
final class Records {
  /** The size of each value; values do not compress. */
  static final int VALUE_BYTES = 1_024;

  private static final int KEYS = 10_000;
  private static final long FIRST_MILLIS = 1_767_571_200_000L;
  private static final long PER_MILLI = 20;
  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  private Records() {}

  static ProducerRecord<byte[], byte[]> record(String topic, long index) {
    return new ProducerRecord<>(topic, null, timestamp(index), key(index), value(index));
  }

  /** Returns the event time in epoch milliseconds; it never decreases with the index. */
  static long timestamp(long index) {
    return FIRST_MILLIS + index / PER_MILLI;
  }

  static byte[] key(long index) {
    return ByteBuffer.allocate(Long.BYTES).putLong(mixed(index % KEYS)).array();
  }

  /** Returns the index followed by pseudo-random bytes derived from it. */
  static byte[] value(long index) {
    ByteBuffer value = ByteBuffer.allocate(VALUE_BYTES).putLong(index);
    for (long seed = index * VALUE_BYTES; value.hasRemaining(); seed++) {
      value.putLong(mixed(seed));
    }
    return value.array();
  }

  /** Returns the index in a value; -1 if the value is not one of these. */
  static long index(byte[] value) {
    return value.length == VALUE_BYTES ? ByteBuffer.wrap(value).getLong() : -1;
  }

  /** Returns the SplitMix64 hash of a seed. */
  static long mixed(long seed) {
    long z = seed * GAMMA;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
