package dev.tally.transforms.model;

import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * A {@code CampaignVersion} holds the settings of a campaign and the time from which they apply.
 *
 * @param validFrom the time from which the advertiser wants the settings to apply; see {@link
 *     #effectiveFrom}
 * @param clickWindow how long after a click an order may be credited to it, inclusive
 * @param viewWindow how long after an impression an order may be credited to it, inclusive
 * @param dailyBudgetMicros what the campaign may spend per day, in millionths of the currency unit
 * @param active whether the campaign's touches earn credit
 * @param brokerTime the broker time of this version: the timestamp of its Kafka record
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
   * The minimum time from the broker time of a version to the event time from which it applies, so
   * that every job has received the version by then.
   */
  public static final Duration LEAD = Duration.standardMinutes(1);

  /**
   * Returns the event time from which this version applies: {@code validFrom}, but at least {@link
   * #LEAD} after the broker time, so that it never changes the settings of a time that a job may
   * already have processed.
   */
  public Instant effectiveFrom() {
    Instant known = brokerTime.plus(LEAD);
    return validFrom.isAfter(known) ? validFrom : known;
  }
}
