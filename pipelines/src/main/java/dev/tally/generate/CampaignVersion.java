package dev.tally.generate;

import java.util.Comparator;

/**
 * What a campaign is from some time on; times and windows in epoch ms and ms.
 *
 * @param campaign its number in the {@link Catalog}
 */
record CampaignVersion(
    int campaign,
    long brokerTime,
    long validFrom,
    long clickWindow,
    long viewWindow,
    long dailyBudget,
    boolean active) {
  /** A version holds so long after it was sent at the earliest. */
  static final long LEAD_MS = 60_000;

  /** Of several that hold at a time, the last is the one that counts. */
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
