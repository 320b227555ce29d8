package dev.tally.io.hive;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import java.nio.ByteBuffer;

/**
 * The key and the revision of a row. The table holds at most one row with the same key and
 * revision.
 *
 * @param key the bytes of the idempotency key; in UTF-8 if the key is a string
 * @param revision the revision of the key
 */
record RowKey(ByteBuffer key, long revision) {
  /** Must never change: it determines the bucket of every key that a table already holds. */
  private static final HashFunction BUCKETS = Hashing.murmur3_128(0);

  private static final HashFunction FINGERPRINTS = Hashing.murmur3_128(1);

  static RowKey of(byte[] key, long revision) {
    return new RowKey(ByteBuffer.wrap(key), revision);
  }

  int bucket(int buckets) {
    return (int) Long.remainderUnsigned(BUCKETS.hashBytes(key.duplicate()).asLong(), buckets);
  }

  /**
   * Returns a 64-bit hash of the key and the revision. Two different rows rarely have the same one.
   */
  long fingerprint() {
    return FINGERPRINTS
        .newHasher(key.remaining() + Long.BYTES)
        .putLong(revision)
        .putBytes(key.duplicate())
        .hash()
        .asLong();
  }
}
