package dev.tally.truth.generate;

import java.util.Comparator;

/**
 * A version of a campaign's settings. Times are in epoch ms, windows in ms.
 *
 * @param campaign the campaign's number in the {@link Catalog}
 */
record PlannedCampaignVersion(
    int campaign,
    long brokerTime,
    long validFrom,
    long clickWindow,
    long viewWindow,
    long dailyBudget,
    boolean active) {
  /** Minimum time from the sending of a version until it becomes effective. */
  static final long LEAD_MS = 60_000;

  /**
   * Orders versions by precedence: of the versions that are effective at a time, the last one
   * applies.
   */
  static final Comparator<PlannedCampaignVersion> BY_PRECEDENCE =
      Comparator.comparingLong(PlannedCampaignVersion::effectiveFrom)
          .thenComparing(PlannedCampaignVersion::brokerTime)
          .thenComparing(PlannedCampaignVersion::validFrom)
          .thenComparing(PlannedCampaignVersion::clickWindow)
          .thenComparing(PlannedCampaignVersion::viewWindow)
          .thenComparing(PlannedCampaignVersion::dailyBudget)
          .thenComparing(PlannedCampaignVersion::active);

  long effectiveFrom() {
    return Math.max(validFrom, brokerTime + LEAD_MS);
  }
}
