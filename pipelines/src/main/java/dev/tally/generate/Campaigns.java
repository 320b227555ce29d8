package dev.tally.generate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All versions of all campaigns of a plan.
 *
 * <p>Two campaigns in three have a first version that holds from the start; it is sent within the
 * hour before. Changes come at any time, and want to hold from before they are sent, or from later.
 * One in ten is sent again in the same millisecond, and then says something else: what it says
 * decides which of the two holds. One version in five is not active.
 */
final class Campaigns {
  private static final int NONE_AT_FIRST_IN = 3;
  private static final int TWIN_IN = 10;
  private static final int INACTIVE_IN = 5;
  private static final long HOUR_MS = 3_600_000;

  private final Plan plan;
  private final Chance chance;
  private final List<List<CampaignVersion>> versions = new ArrayList<>();

  Campaigns(Plan plan) {
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

  /** The version that holds at an event time; null if none does. */
  @Nullable CampaignVersion at(int campaign, long time) {
    return versions.get(campaign).stream()
        .filter(version -> version.holdsFrom() <= time)
        .max(CampaignVersion.BY_HOLD)
        .orElse(null);
  }

  /** All versions of a campaign, in no order. */
  List<CampaignVersion> of(int campaign) {
    return versions.get(campaign);
  }

  /** All versions in the order in which they are sent. */
  List<CampaignVersion> sent() {
    return versions.stream()
        .flatMap(List::stream)
        .sorted(Comparator.comparingLong(CampaignVersion::brokerTime))
        .toList();
  }

  private void addFirst(int campaign) {
    long start = plan.start().toEpochMilli();
    long sent = start - CampaignVersion.LEAD_MS - chance.below(HOUR_MS);
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

  private CampaignVersion version(int campaign, long sent, long validFrom) {
    long span = plan.span().toMillis();
    return new CampaignVersion(
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
