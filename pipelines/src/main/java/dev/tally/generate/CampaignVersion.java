package dev.tally.generate;

import java.util.Comparator;

/**
 * A version of a campaign's settings. Times are in epoch ms, windows in ms.
 *
 * @param campaign the campaign's number in the {@link Catalog}
 */
record CampaignVersion(
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
  static final Comparator<CampaignVersion> BY_HOLD =
      Comparator.comparingLong(CampaignVersion::holdsFrom)
          .thenComparing(CampaignVersion::brokerTime)
          .thenComparing(CampaignVersion::validFrom)
          .thenComparing(CampaignVersion::clickWindow)
          .thenComparing(CampaignVersion::viewWindow)
          .thenComparing(CampaignVersion::dailyBudget)
          .thenComparing(CampaignVersion::active);

  long holdsFrom() {
    return Math.max(validFrom, brokerTime + LEAD_MS);
  }
}
