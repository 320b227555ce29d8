package dev.tally.pipelines.aggregation;

import dev.tally.transforms.dedup.DedupScope;
import dev.tally.transforms.model.InvalidTrafficRules;
import dev.tally.transforms.model.PlaceholderIds;
import org.joda.time.Duration;

/**
 * The rules that decide which events are counted and when counts are written.
 *
 * @param maxEventAge how much older than its broker time an accepted event may be
 * @param maxClockSkew how far ahead of its broker time an accepted event may be
 * @param earlyPane interval, in processing time, at which the counts of an open minute are written
 * @param generation 0 to 63; raised only for a recomputation that must replace existing records
 * @param doubleClickWindow a click at most this long after another click of the same user and ad is
 *     a repeat; zero turns this off
 * @param dedupScope whether duplicates are searched per region or across all regions
 * @param placeholders ids that identify nothing
 * @param invalidTraffic which events are counted as invalid traffic
 */
public record AggregationRules(
    Duration maxEventAge,
    Duration maxClockSkew,
    Duration earlyPane,
    int generation,
    Duration doubleClickWindow,
    DedupScope dedupScope,
    PlaceholderIds placeholders,
    InvalidTrafficRules invalidTraffic) {

  /**
   * Returns the defaults: events up to 6 h old and up to 5 min ahead, early panes every 10 s,
   * generation 0, no repeat detection, deduplication per region, no invalid traffic.
   */
  public static AggregationRules defaults() {
    return new AggregationRules(
        Duration.standardHours(6),
        Duration.standardMinutes(5),
        Duration.standardSeconds(10),
        0,
        Duration.ZERO,
        DedupScope.REGION,
        PlaceholderIds.standard(),
        InvalidTrafficRules.NONE);
  }
}
