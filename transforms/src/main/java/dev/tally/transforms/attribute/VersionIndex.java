package dev.tally.transforms.attribute;

import dev.tally.transforms.model.CampaignVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** An immutable set of campaign versions that finds the one that holds at a time. */
final class VersionIndex {
  static final VersionIndex EMPTY = new VersionIndex(Map.of());

  /**
   * Orders the versions of one campaign: those that hold earlier first. Of one time the one with
   * the latest broker time holds; of one broker time the content decides, never the order of
   * arrival.
   */
  private static final Comparator<CampaignVersion> BY_HOLD =
      Comparator.comparing(CampaignVersion::holdsFrom)
          .thenComparing(CampaignVersion::brokerTime)
          .thenComparing(CampaignVersion::validFrom)
          .thenComparing(CampaignVersion::clickWindow)
          .thenComparing(CampaignVersion::viewWindow)
          .thenComparing(CampaignVersion::dailyBudgetMicros)
          .thenComparing(CampaignVersion::active);

  private final Map<String, List<CampaignVersion>> versions;

  private VersionIndex(Map<String, List<CampaignVersion>> versions) {
    this.versions = versions;
  }

  /** Of these versions, in any order. */
  static VersionIndex of(Iterable<CampaignVersion> sent) {
    Map<String, List<CampaignVersion>> versions = new HashMap<>();
    for (CampaignVersion version : sent) {
      versions.computeIfAbsent(version.campaignId(), id -> new ArrayList<>(1)).add(version);
    }
    versions.values().forEach(list -> list.sort(BY_HOLD));
    return new VersionIndex(versions);
  }

  /** The version of a campaign that holds at an event time; null if none does. */
  @Nullable CampaignVersion at(String campaignId, Instant time) {
    CampaignVersion held = null;
    for (CampaignVersion version : of(campaignId)) {
      if (version.holdsFrom().isAfter(time)) {
        break;
      }
      held = version;
    }
    return held;
  }

  /** Of two versions of one campaign the one that holds where both may; null if both are. */
  static @Nullable CampaignVersion later(
      @Nullable CampaignVersion left, @Nullable CampaignVersion right) {
    if (left == null || right == null) {
      return left == null ? right : left;
    }
    return BY_HOLD.compare(left, right) > 0 ? left : right;
  }

  /** The ids of the campaigns, sorted. */
  List<String> campaignIds() {
    return versions.keySet().stream().sorted().toList();
  }

  /** The versions of a campaign, those that hold earlier first. */
  List<CampaignVersion> of(String campaignId) {
    return versions.getOrDefault(campaignId, List.of());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof VersionIndex that && versions.equals(that.versions);
  }

  @Override
  public int hashCode() {
    return versions.hashCode();
  }
}
