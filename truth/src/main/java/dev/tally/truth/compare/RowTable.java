package dev.tally.truth.compare;

import java.util.Arrays;

/**
 * A hash table of rows; a row has a key of several longs and several sums. Rows are numbered in the
 * order in which they are added.
 *
 * <p>State: per row, eight bytes per column and 8 to 16 bytes of index (open addressing).
 */
final class RowTable {
  private static final int NONE = -1;

  private final int keyWidth;
  private final int sumWidth;
  private long[] keys;
  private long[] sums;
  private int[] index = emptyIndex(1 << 10);
  private int size;

  RowTable(int keyWidth, int sumWidth) {
    this.keyWidth = keyWidth;
    this.sumWidth = sumWidth;
    keys = new long[index.length / 2 * keyWidth];
    sums = new long[index.length / 2 * sumWidth];
  }

  int size() {
    return size;
  }

  /** Returns the number of the row with this key, or −1. */
  int find(long[] key) {
    return index[slot(key)];
  }

  /** Returns the number of the row with this key and adds the row if it does not exist. */
  int findOrAdd(long[] key) {
    int slot = slot(key);
    if (index[slot] != NONE) {
      return index[slot];
    }
    if ((size + 1) * 2 > index.length) {
      grow();
      slot = slot(key);
    }
    System.arraycopy(key, 0, keys, size * keyWidth, keyWidth);
    index[slot] = size;
    return size++;
  }

  void add(int row, int column, long value) {
    int at = row * sumWidth + column;
    sums[at] = Math.addExact(sums[at], value);
  }

  long[] key(int row) {
    return Arrays.copyOfRange(keys, row * keyWidth, (row + 1) * keyWidth);
  }

  long[] sums(int row) {
    return Arrays.copyOfRange(sums, row * sumWidth, (row + 1) * sumWidth);
  }

  private int slot(long[] key) {
    int mask = index.length - 1;
    int slot = hash(key) & mask;
    while (index[slot] != NONE && !hasKey(index[slot], key)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private boolean hasKey(int row, long[] key) {
    int at = row * keyWidth;
    return Arrays.equals(keys, at, at + keyWidth, key, 0, keyWidth);
  }

  private void grow() {
    index = emptyIndex(index.length * 2);
    keys = Arrays.copyOf(keys, index.length / 2 * keyWidth);
    sums = Arrays.copyOf(sums, index.length / 2 * sumWidth);
    for (int row = 0; row < size; row++) {
      index[slot(key(row))] = row;
    }
  }

  private static int hash(long[] key) {
    long hash = 0;
    for (long part : key) {
      hash = (hash ^ part) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 32;
    }
    return (int) hash;
  }

  private static int[] emptyIndex(int slots) {
    int[] empty = new int[slots];
    Arrays.fill(empty, NONE);
    return empty;
  }
}
