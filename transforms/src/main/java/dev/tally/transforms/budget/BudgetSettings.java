package dev.tally.transforms.budget;

import static com.google.common.base.Preconditions.checkArgument;

import dev.tally.transforms.model.Revision;
import java.io.Serializable;
import org.joda.time.Duration;

/**
 * {@code BudgetSettings} decide when the spend of a campaign is announced and which spend the
 * announcement allows for.
 *
 * @param interval the minimum time in broker time between two announcements of a campaign, 1 s to 1
 *     min
 * @param maxLag the longest time from {@code as_of} to a reader's clock for which the status of a
 *     record is safe
 * @param maxEventAge how long after the end of an hour its spend can still change
 * @param generation 0 to 63; raised only for a recomputation that must replace existing records
 */
public record BudgetSettings(
    Duration interval, Duration maxLag, Duration maxEventAge, int generation)
    implements Serializable {
  /** The length of the windows over which the rate of spend is measured. */
  static final Duration RATE_WINDOW = Duration.standardMinutes(1);

  /** How long a rate counts as recent. */
  static final Duration RATE_MEMORY = Duration.standardMinutes(10);

  /**
   * How far {@code as_of} is before the broker time up to which records are counted: an event of an
   * open minute is not in {@code ad-metrics} before the next early pane of the aggregation.
   */
  static final Duration OPEN_MINUTE = Duration.standardMinutes(1);

  private static final Duration SECOND = Duration.standardSeconds(1);

  public BudgetSettings {
    checkArgument(
        !interval.isShorterThan(SECOND) && !interval.isLongerThan(RATE_WINDOW),
        "the interval must be from 1 s to 1 min, is %s",
        interval);
    checkArgument(
        !maxLag.isShorterThan(Duration.ZERO), "maxLag must not be negative, is %s", maxLag);
    checkArgument(
        maxEventAge.isLongerThan(Duration.ZERO),
        "maxEventAge must be longer than zero, is %s",
        maxEventAge);
    Revision.checkGeneration(generation);
  }

  /** Returns the defaults: announcements every 10 s, 2 min of lag, events up to 6 h old. */
  public static BudgetSettings defaults() {
    return new BudgetSettings(
        Duration.standardSeconds(10), Duration.standardMinutes(2), Duration.standardHours(6), 0);
  }

  /** Returns a copy with another lag. */
  public BudgetSettings withMaxLag(Duration lag) {
    return new BudgetSettings(interval, lag, maxEventAge, generation);
  }
}
