package dev.tally.transforms.model;

import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * What a campaign is from some time on.
 *
 * @param validFrom from when the advertiser wants it so; see {@link #holdsFrom}
 * @param clickWindow how long after a click an order may be credited to it, this long included
 * @param viewWindow the same for an impression
 * @param dailyBudgetMicros what it may spend in a day, in millionths of the currency unit
 * @param active whether its touches earn credit
 * @param brokerTime when a broker took this version
 */
public record CampaignVersion(
    String campaignId,
    Instant validFrom,
    Duration clickWindow,
    Duration viewWindow,
    long dailyBudgetMicros,
    boolean active,
    Instant brokerTime) {
  /**
   * How long before a version may hold it must have been sent, so that every job knows it by then.
   */
  public static final Duration LEAD = Duration.standardMinutes(1);

  /** From which event time on this version holds: never in the past of those who act by it. */
  public Instant holdsFrom() {
    Instant known = brokerTime.plus(LEAD);
    return validFrom.isAfter(known) ? validFrom : known;
  }
}
