package dev.tally.transforms.attribute;

import java.util.List;

/**
 * Which blocks there are, in the order of their values.
 *
 * @param nextId the id of the next new block
 * @param <T> the values of the blocks
 */
record Directory<T>(int nextId, List<Entry<T>> entries) {
  /**
   * A block.
   *
   * @param first its smallest value
   * @param size how many values it has
   */
  record Entry<T>(int id, T first, int size, BlockFacts facts) {}

  static <T> Directory<T> empty() {
    return new Directory<>(0, List.of());
  }
}
