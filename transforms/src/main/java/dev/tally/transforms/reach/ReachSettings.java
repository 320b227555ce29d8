package dev.tally.transforms.reach;

import static com.google.common.base.Preconditions.checkArgument;

import dev.tally.transforms.model.PlaceholderIds;
import dev.tally.transforms.model.Revision;
import java.io.Serializable;
import org.joda.time.Duration;

/**
 * {@code ReachSettings} decide which users are counted and when a set is emitted.
 *
 * @param emitEvery the minimum processing time between two records of one set, longer than zero
 * @param maxEventAge how long after the end of a day its sets can still change
 * @param generation 0 to 63; raised only for a recomputation that must replace existing records
 * @param placeholders user ids that identify no user; their events are not counted
 */
public record ReachSettings(
    Duration emitEvery, Duration maxEventAge, int generation, PlaceholderIds placeholders)
    implements Serializable {
  public ReachSettings {
    checkArgument(
        emitEvery.isLongerThan(Duration.ZERO),
        "emitEvery must be longer than zero, is %s",
        emitEvery);
    checkArgument(
        maxEventAge.isLongerThan(Duration.ZERO),
        "maxEventAge must be longer than zero, is %s",
        maxEventAge);
    Revision.checkGeneration(generation);
  }

  /** Returns the defaults: records every 15 min, events up to 6 h old. */
  public static ReachSettings defaults() {
    return new ReachSettings(
        Duration.standardMinutes(15), Duration.standardHours(6), 0, PlaceholderIds.standard());
  }
}
