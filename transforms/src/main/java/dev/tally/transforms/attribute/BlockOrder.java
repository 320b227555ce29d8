package dev.tally.transforms.attribute;

import java.util.Comparator;

/**
 * How the values of {@link SortedBlocks} are sorted and summarized.
 *
 * @param <T> the values
 */
interface BlockOrder<T> {
  /** The order of the values; two that are equal by it are one value. */
  Comparator<T> comparator();

  /** The facts of a block with one more value. */
  BlockFacts plus(BlockFacts facts, T added);
}
