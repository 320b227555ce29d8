package dev.tally.transforms.format;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A compiled mapping: how inputs are read and how records are made of them. Immutable.
 *
 * @param input reads an input
 * @param split how a list of the input is split; null if no list is
 * @param slots the number of values to which the mapping refers
 * @param records the records that are made of an input or of an item
 * @param skipsNulls whether a null value is skipped instead of rejected
 */
record MappingPlan<T>(
    Target<T> target,
    InputFormat input,
    @Nullable Split split,
    int slots,
    List<RecordPlan> records,
    boolean skipsNulls) {

  /**
   * How a list of an input is split.
   *
   * @param path the path of the list and its place in the file, for use in a message
   * @param indexSlot the slot of the index of the item, or {@link Shape#NONE}
   */
  record Split(String path, int indexSlot) {}

  /** Returns true if an input can result in several records. */
  boolean makesPieces() {
    return split != null || records.size() > 1;
  }
}
