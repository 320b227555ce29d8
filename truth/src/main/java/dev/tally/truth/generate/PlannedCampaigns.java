package dev.tally.truth.generate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Generates all versions of all campaigns of a plan.
 *
 * <p>Two campaigns in three have a first version that is effective from the start and is sent
 * between one minute and about an hour before it. Changes are sent at any time of the plan, and
 * become valid before or after they are sent. One change in ten is followed by another one in the
 * same millisecond with different settings, so that the settings decide which one applies. One
 * version in five is inactive.
 */
final class PlannedCampaigns {
  private static final int NONE_AT_FIRST_IN = 3;
  private static final int TWIN_IN = 10;
  private static final int INACTIVE_IN = 5;
  private static final long HOUR_MS = 3_600_000;

  private final Plan plan;
  private final Chance chance;
  private final List<List<PlannedCampaignVersion>> versions = new ArrayList<>();

  PlannedCampaigns(Plan plan) {
    this.plan = plan;
    chance = Chance.of(plan.seed(), "campaigns");
    for (int campaign = 0; campaign < plan.campaigns(); campaign++) {
      versions.add(new ArrayList<>());
      if (!chance.onceIn(NONE_AT_FIRST_IN)) {
        addFirst(campaign);
      }
    }
    for (int i = 0; i < plan.orders().campaignChanges(); i++) {
      addChange(chance.below(plan.campaigns()));
    }
  }

  /** Returns the version that applies at an event time, or null if there is none. */
  @Nullable PlannedCampaignVersion at(int campaign, long time) {
    return versions.get(campaign).stream()
        .filter(version -> version.effectiveFrom() <= time)
        .max(PlannedCampaignVersion.BY_PRECEDENCE)
        .orElse(null);
  }

  /** Returns all versions of a campaign, in no particular order. */
  List<PlannedCampaignVersion> of(int campaign) {
    return versions.get(campaign);
  }

  /** Returns all versions of all campaigns in the order in which they are sent. */
  List<PlannedCampaignVersion> sent() {
    return versions.stream()
        .flatMap(List::stream)
        .sorted(Comparator.comparingLong(PlannedCampaignVersion::brokerTime))
        .toList();
  }

  private void addFirst(int campaign) {
    long start = plan.start().toEpochMilli();
    long sent = start - PlannedCampaignVersion.LEAD_MS - chance.below(HOUR_MS);
    versions.get(campaign).add(version(campaign, sent, sent - HOUR_MS));
  }

  private void addChange(int campaign) {
    long span = plan.span().toMillis();
    long sent = plan.start().toEpochMilli() + chance.below(span);
    long validFrom = sent - span / 20 + chance.below(span / 5 + 1);
    versions.get(campaign).add(version(campaign, sent, validFrom));
    if (chance.onceIn(TWIN_IN)) {
      versions.get(campaign).add(version(campaign, sent, validFrom));
    }
  }

  private PlannedCampaignVersion version(int campaign, long sent, long validFrom) {
    long span = plan.span().toMillis();
    return new PlannedCampaignVersion(
        campaign,
        sent,
        validFrom,
        window(span / 2, plan.orders().clickWindow().toMillis()),
        window(span / 6, plan.orders().viewWindow().toMillis()),
        1_000_000L * (1 + chance.below(50)),
        !chance.onceIn(INACTIVE_IN));
  }

  private long window(long usual, long longest) {
    return chance.below(Math.min(usual, longest) + 1);
  }
}
