package dev.tally.transforms.dedup;

import com.google.common.hash.Hashing;
import java.nio.ByteBuffer;

/**
 * 128 bits that stand for an event id: among a billion remembered ids the chance that any two share
 * one is below 1 in 10^20.
 *
 * @param high the first eight bytes of the hash
 * @param low the last eight bytes of the hash
 */
record Fingerprint(long high, long low) {
  static Fingerprint of(String eventId) {
    ByteBuffer hash = ByteBuffer.wrap(Hashing.murmur3_128().hashUnencodedChars(eventId).asBytes());
    return new Fingerprint(hash.getLong(), hash.getLong());
  }

  /** The bucket, from 0 to {@code buckets} - 1, that remembers this id. */
  int bucket(int buckets) {
    return (int) Long.remainderUnsigned(low, buckets);
  }
}
