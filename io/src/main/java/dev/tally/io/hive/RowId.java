package dev.tally.io.hive;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import java.nio.ByteBuffer;

/**
 * The name of a row: it stands in the table at most once.
 *
 * @param key the bytes of the idempotency key; of a text, its UTF-8
 * @param revision of the key
 */
record RowId(ByteBuffer key, long revision) {
  /** Never to change: it says in which bucket a key has been since the table was made. */
  private static final HashFunction BUCKETS = Hashing.murmur3_128(0);

  private static final HashFunction FINGERPRINTS = Hashing.murmur3_128(1);

  static RowId of(byte[] key, long revision) {
    return new RowId(ByteBuffer.wrap(key), revision);
  }

  /** The bucket of the key. */
  int bucket(int buckets) {
    return (int) Long.remainderUnsigned(BUCKETS.hashBytes(key.duplicate()).asLong(), buckets);
  }

  /** 64 bits that differ for most names. */
  long fingerprint() {
    return FINGERPRINTS
        .newHasher(key.remaining() + Long.BYTES)
        .putLong(revision)
        .putBytes(key.duplicate())
        .hash()
        .asLong();
  }
}
