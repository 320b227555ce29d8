package dev.tally.io.hive;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Which names of rows can stand in a file: the fingerprints of those that do, sorted. It saves the
 * reading of the names; it never says that one does stand.
 *
 * <p>Format of its bytes: 8 for each fingerprint, big endian, ascending.
 */
final class KeyIndex {
  private final long[] fingerprints;

  private KeyIndex(long[] fingerprints) {
    this.fingerprints = fingerprints;
  }

  /** Of these, in any order, the array is taken over. */
  static KeyIndex of(long[] fingerprints) {
    Arrays.sort(fingerprints);
    return new KeyIndex(fingerprints);
  }

  /** Of all that is in some files. */
  static KeyIndex merged(List<KeyIndex> indexes) {
    return of(indexes.stream().flatMapToLong(index -> Arrays.stream(index.fingerprints)).toArray());
  }

  static KeyIndex parse(ByteBuffer bytes) {
    long[] fingerprints = new long[bytes.remaining() / Long.BYTES];
    bytes.asLongBuffer().get(fingerprints);
    return new KeyIndex(fingerprints);
  }

  byte[] bytes() {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(fingerprints.length, Long.BYTES));
    bytes.asLongBuffer().put(fingerprints);
    return bytes.array();
  }

  boolean mayHold(long fingerprint) {
    return Arrays.binarySearch(fingerprints, fingerprint) >= 0;
  }

  /** How many rows the file has. */
  int rows() {
    return fingerprints.length;
  }
}
