package dev.tally.verify;

/**
 * What stands in a topic of attributed orders.
 *
 * @param records committed records
 * @param revisions different ones; a record may stand there again
 * @param credited record UUIDs whose highest revision names a touch
 * @param uncredited those that name none
 * @param cancelled those that are cancelled
 */
public record OrdersFound(
    long records, long revisions, long credited, long uncredited, long cancelled) {
  /** Records beyond one a revision. */
  public long repeats() {
    return records - revisions;
  }

  /** E.g. {@code 12 records, 11 revisions: 7 orders credited, 2 not, 1 cancelled}. */
  public String line() {
    return "%,d records, %,d revisions: %,d orders credited, %,d not, %,d cancelled"
        .formatted(records, revisions, credited, uncredited, cancelled);
  }
}
