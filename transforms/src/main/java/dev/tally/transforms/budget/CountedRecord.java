package dev.tally.transforms.budget;

import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.MetricMeasure;
import org.jspecify.annotations.Nullable;

/**
 * A {@code CountedRecord} is the highest revision of an ad metric that was counted, and its spend.
 */
record CountedRecord(long revision, long micros) {
  static CountedRecord of(AdMetric metric) {
    return new CountedRecord(
        metric.getRevision(), metric.getSums().get(MetricMeasure.SPEND_MICROS));
  }

  /**
   * Returns true if this record must be counted in place of another one: its revision is higher, or
   * there is no other.
   */
  boolean replaces(@Nullable CountedRecord counted) {
    return counted == null || revision > counted.revision;
  }

  /** Returns what this record adds to the spend if it replaces another one. */
  long microsBeyond(@Nullable CountedRecord counted) {
    return micros - (counted == null ? 0 : counted.micros);
  }
}
