package dev.tally.io.hive;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The index of a file: the sorted fingerprints of its rows. If a row's fingerprint is not in the
 * index, the file does not contain the row, and its keys need not be read. If it is in the index,
 * the file may or may not contain the row.
 *
 * <p>Format: 8 bytes per fingerprint, big endian, in ascending order.
 */
final class KeyIndex {
  private final long[] fingerprints;

  private KeyIndex(long[] fingerprints) {
    this.fingerprints = fingerprints;
  }

  /** Creates an index of fingerprints in any order. Sorts the array and keeps it. */
  static KeyIndex of(long[] fingerprints) {
    Arrays.sort(fingerprints);
    return new KeyIndex(fingerprints);
  }

  /** Creates an index of the rows of several files. */
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

  /** Returns the number of rows in the file. */
  int rows() {
    return fingerprints.length;
  }
}
