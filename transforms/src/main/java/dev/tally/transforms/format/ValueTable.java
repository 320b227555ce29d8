package dev.tally.transforms.format;

import java.util.Map;

/**
 * Replaces the values of a field.
 *
 * @param entries the replacement of each value
 * @param otherwise what happens to a value that has none
 */
record ValueTable(Map<String, String> entries, Otherwise otherwise) {
  /** What happens to a value that is not in the table. */
  enum Otherwise {
    /** The record is rejected. */
    REJECT,
    /** The record is skipped. */
    SKIP,
    /** The value is used as it is. */
    KEEP
  }
}
