package dev.tally.transforms.attribute;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Iterables;
import dev.tally.transforms.model.CampaignVersion;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** An immutable set of campaign versions that finds the version that holds at a time. */
final class VersionIndex {
  static final VersionIndex EMPTY = new VersionIndex(ImmutableMap.of());

  /**
   * Orders the versions of one campaign by the time from which they hold. Of two versions that hold
   * from the same time, the one with the later broker time wins; of two with the same broker time
   * the content decides, so that the result never depends on the order of arrival.
   */
  private static final Comparator<CampaignVersion> BY_PRECEDENCE =
      Comparator.comparing(CampaignVersion::effectiveFrom)
          .thenComparing(CampaignVersion::brokerTime)
          .thenComparing(CampaignVersion::validFrom)
          .thenComparing(CampaignVersion::clickWindow)
          .thenComparing(CampaignVersion::viewWindow)
          .thenComparing(CampaignVersion::dailyBudgetMicros)
          .thenComparing(CampaignVersion::active);

  private static final Comparator<CampaignVersion> BY_CAMPAIGN =
      Comparator.comparing(CampaignVersion::campaignId).thenComparing(BY_PRECEDENCE);

  /**
   * The versions of each campaign in the order of {@link #BY_PRECEDENCE}; campaigns sorted by id.
   */
  private final ImmutableMap<String, ImmutableList<CampaignVersion>> versions;

  private VersionIndex(ImmutableMap<String, ImmutableList<CampaignVersion>> versions) {
    this.versions = versions;
  }

  /** Indexes the versions, which may be in any order; faster if they are sorted. */
  static VersionIndex of(Iterable<CampaignVersion> versions) {
    CampaignVersion[] sorted = Iterables.toArray(versions, CampaignVersion.class);
    Arrays.sort(sorted, BY_CAMPAIGN);
    List<CampaignVersion> all = Arrays.asList(sorted);
    ImmutableMap.Builder<String, ImmutableList<CampaignVersion>> index = ImmutableMap.builder();
    int from = 0;
    while (from < sorted.length) {
      String id = sorted[from].campaignId();
      int to = from + 1;
      while (to < sorted.length && sorted[to].campaignId().equals(id)) {
        to++;
      }
      index.put(id, ImmutableList.copyOf(all.subList(from, to)));
      from = to;
    }
    return new VersionIndex(index.buildOrThrow());
  }

  /** Returns the version of a campaign that holds at an event time; null if there is none. */
  @Nullable CampaignVersion at(String campaignId, Instant time) {
    List<CampaignVersion> all = of(campaignId);
    int held = 0; // All versions before this position hold from the time or earlier.
    int after = all.size(); // All versions from this position on hold from a later time.
    while (held < after) {
      int middle = (held + after) >>> 1;
      if (all.get(middle).effectiveFrom().isAfter(time)) {
        after = middle;
      } else {
        held = middle + 1;
      }
    }
    return held == 0 ? null : all.get(held - 1);
  }

  /** Returns the one of two versions of a campaign that wins at a time at which both hold. */
  static @Nullable CampaignVersion later(
      @Nullable CampaignVersion left, @Nullable CampaignVersion right) {
    if (left == null || right == null) {
      return left == null ? right : left;
    }
    return BY_PRECEDENCE.compare(left, right) > 0 ? left : right;
  }

  /** The ids of the campaigns, sorted. */
  ImmutableSet<String> campaignIds() {
    return versions.keySet();
  }

  /** The versions of a campaign; those that hold earlier come first. */
  List<CampaignVersion> of(String campaignId) {
    return versions.getOrDefault(campaignId, ImmutableList.of());
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
