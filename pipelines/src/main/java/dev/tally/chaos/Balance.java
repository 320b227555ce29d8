package dev.tally.chaos;

import com.google.common.collect.Multiset;
import com.google.common.collect.Multisets;

/**
 * What stands somewhere, compared with what has to. A row that says something else is one lost and
 * one too many.
 *
 * @param lost how many are not there
 * @param duplicated how many are there too often, or that nobody sent
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
