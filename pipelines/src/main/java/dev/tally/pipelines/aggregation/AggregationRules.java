package dev.tally.pipelines.aggregation;

import dev.tally.transforms.dedup.DedupScope;
import dev.tally.transforms.model.PlaceholderIds;
import org.joda.time.Duration;

/**
 * What decides which events count, and when counts are written.
 *
 * @param maxEventAge how much older than its broker time an accepted event may be
 * @param maxClockSkew how far ahead of its broker time an accepted event may be
 * @param earlyPane how often the counts of a minute are written while it is still open; processing
 *     time
 * @param generation 0 to 63; higher only for a recomputation that must replace what stands
 * @param doubleClickWindow how long after another click of its user and ad a click is a repeat;
 *     zero if repeats are not looked for
 * @param dedupScope among which events copies are looked for
 * @param placeholders ids that identify nothing
 */
public record AggregationRules(
    Duration maxEventAge,
    Duration maxClockSkew,
    Duration earlyPane,
    int generation,
    Duration doubleClickWindow,
    DedupScope dedupScope,
    PlaceholderIds placeholders) {

  /** Six hours, five minutes, ten seconds, generation 0, no repeats, each region for itself. */
  public static AggregationRules defaults() {
    return new AggregationRules(
        Duration.standardHours(6),
        Duration.standardMinutes(5),
        Duration.standardSeconds(10),
        0,
        Duration.ZERO,
        DedupScope.REGION,
        PlaceholderIds.standard());
  }
}
