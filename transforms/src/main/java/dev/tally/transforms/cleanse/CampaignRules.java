package dev.tally.transforms.cleanse;

import dev.tally.transforms.model.CampaignVersion;
import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.PlaceholderIds;
import dev.tally.transforms.model.Verdict;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * {@code CampaignRules} are the rules that a campaign version must follow to be accepted.
 *
 * @param maxClickWindow the longest click window, which is also how long clicks are remembered
 * @param maxViewWindow the longest view window, which is also how long impressions are remembered
 * @param placeholders ids that identify nothing
 */
record CampaignRules(Duration maxClickWindow, Duration maxViewWindow, PlaceholderIds placeholders)
    implements Rules<CampaignVersion> {
  private static final Instant EPOCH = Instant.ofEpochMilli(0);

  /**
   * Returns the broker time. A version of any age is accepted: it applies from {@link
   * CampaignVersion#effectiveFrom}.
   */
  @Override
  public Instant timeOf(CampaignVersion version) {
    return version.brokerTime();
  }

  @Override
  public Verdict<CampaignVersion> judge(CampaignVersion version) {
    Verdict.Refused<CampaignVersion> ofId = IdRule.rejection("campaign_id", version.campaignId());
    if (ofId != null) {
      return ofId;
    }
    if (placeholders.contains(version.campaignId())) {
      return Verdict.refused(
          Reason.PLACEHOLDER_ID, "campaign_id: expected an id of a campaign, not a placeholder");
    }
    if (version.validFrom().isBefore(EPOCH)
        || !version.validFrom().isBefore(EventRules.TIME_LIMIT)) {
      return Verdict.refused(
          Reason.TIME_OUT_OF_BOUNDS, "valid_from: expected 0 or more and less than 2^42");
    }
    if (version.clickWindow().getMillis() < 0
        || version.viewWindow().getMillis() < 0
        || version.dailyBudgetMicros() < 0) {
      return Verdict.refused(Reason.NEGATIVE_LIMIT, "windows and budget: expected 0 or more");
    }
    if (version.clickWindow().isLongerThan(maxClickWindow)) {
      return Verdict.refused(
          Reason.WINDOW_TOO_LONG, "click_window_ms: expected at most " + maxClickWindow);
    }
    if (version.viewWindow().isLongerThan(maxViewWindow)) {
      return Verdict.refused(
          Reason.WINDOW_TOO_LONG, "view_window_ms: expected at most " + maxViewWindow);
    }
    return Verdict.accepted(version);
  }
}
