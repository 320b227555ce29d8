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
record Standing(long lost, long duplicated) {
  static final Standing EXACT = new Standing(0, 0);

  static <T> Standing of(Multiset<T> found, Multiset<T> expected) {
    return new Standing(
        Multisets.difference(expected, found).size(), Multisets.difference(found, expected).size());
  }

  Standing plus(Standing other) {
    return new Standing(lost + other.lost, duplicated + other.duplicated);
  }
}
