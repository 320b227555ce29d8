package dev.tally.transforms.attribute;

import java.util.List;

/**
 * A {@code Directory} lists the blocks of a key in the order of their values.
 *
 * @param nextId the id of the next new block
 * @param <T> the type of the values
 */
record Directory<T>(int nextId, List<Entry<T>> entries) {
  /**
   * A block of the directory.
   *
   * @param first its smallest value
   * @param size the number of its values
   */
  record Entry<T>(int id, T first, int size, BlockFacts facts) {}

  static <T> Directory<T> empty() {
    return new Directory<>(0, List.of());
  }
}
