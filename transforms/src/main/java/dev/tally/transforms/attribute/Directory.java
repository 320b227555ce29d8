package dev.tally.transforms.attribute;

import java.util.List;

/**
 * A {@code Directory} lists the blocks of a key in the order of their values. Most keys have only
 * one block; its values are part of the directory.
 *
 * @param nextId the id of the next new block
 * @param only the values of the only block; empty if there are several blocks or none
 * @param <T> the type of the values
 */
record Directory<T>(int nextId, List<Entry<T>> entries, List<T> only) {
  /**
   * A block of the directory.
   *
   * @param first its smallest value
   * @param size the number of its values
   * @param facts {@link BlockFacts#NONE} for the only block
   */
  record Entry<T>(int id, T first, int size, BlockFacts facts) {}

  static <T> Directory<T> empty() {
    return new Directory<>(0, List.of(), List.of());
  }
}
