package dev.tally.operations.restate;

import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.MeasureSums;
import dev.tally.transforms.model.Revision;
import org.joda.time.Instant;

/**
 * A row whose counts are different under the new rules.
 *
 * @param row the row before, or the new row if there was none; its sums are not used
 */
record RowChange(Kind kind, AdMetric row, MeasureSums before, MeasureSums after) {
  /** How a row changes. */
  enum Kind {
    /** The row exists before and after, with other counts. */
    CHANGED,
    /** No row existed before. */
    NEW,
    /**
     * The new rules count no event of the row. A record without counts replaces it, because no
     * reader would notice that it is missing.
     */
    ZEROED
  }

  /**
   * Returns the record that replaces the row.
   *
   * @param time the broker time of the record, from which its counts are valid
   */
  AdMetric record(int generation, Instant time) {
    return row.toBuilder()
        .setSums(after)
        .setRevision(Revision.ofAdMetric(generation, after))
        .setBrokerTime(time)
        .build();
  }
}
