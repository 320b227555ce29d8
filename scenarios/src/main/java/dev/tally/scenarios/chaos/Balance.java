package dev.tally.scenarios.chaos;

import com.google.common.collect.Multiset;
import com.google.common.collect.Multisets;

/**
 * The result of comparing actual rows with expected rows. A row with a wrong value counts as one
 * lost and one duplicated row.
 *
 * @param lost number of expected rows that were not found
 * @param duplicated number of rows that were found too often or are not expected
 */
record Balance(long lost, long duplicated) {
  static final Balance EXACT = new Balance(0, 0);

  static <T> Balance of(Multiset<T> found, Multiset<T> expected) {
    return new Balance(
        Multisets.difference(expected, found).size(), Multisets.difference(found, expected).size());
  }

  Balance plus(Balance other) {
    return new Balance(lost + other.lost, duplicated + other.duplicated);
  }
}
