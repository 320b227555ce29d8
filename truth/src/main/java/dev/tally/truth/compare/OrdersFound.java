package dev.tally.truth.compare;

/**
 * Counts the attributed orders in a topic or table.
 *
 * @param records number of records, including duplicates
 * @param revisions number of distinct revisions
 * @param credited number of record UUIDs whose highest revision names a touch and is neither
 *     cancelled nor refunded
 * @param uncredited number of record UUIDs whose highest revision names no touch and is neither
 *     cancelled nor refunded
 * @param cancelled number of record UUIDs whose highest revision is cancelled or refunded
 */
public record OrdersFound(
    long records, long revisions, long credited, long uncredited, long cancelled) {
  /** Returns the number of records that duplicate a revision. */
  public long repeats() {
    return records - revisions;
  }

  /**
   * Returns the counts as text, e.g. {@code 12 records, 11 revisions: 7 orders credited, 2 not, 1
   * cancelled}.
   */
  public String line() {
    return "%,d records, %,d revisions: %,d orders credited, %,d not, %,d cancelled"
        .formatted(records, revisions, credited, uncredited, cancelled);
  }
}
