package dev.tally.transforms.attribute;

import java.util.Comparator;

/**
 * A {@code BlockOrder} sorts and summarizes the values of {@link SortedBlocks}.
 *
 * @param <T> the type of the values
 */
interface BlockOrder<T> {
  /** Returns the order of the values. Two values that compare as equal are one value. */
  Comparator<T> comparator();

  /** Returns the facts of a block with one more value. */
  BlockFacts plus(BlockFacts facts, T added);
}
