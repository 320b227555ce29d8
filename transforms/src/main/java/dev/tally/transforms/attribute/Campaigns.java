package dev.tally.transforms.attribute;

import dev.tally.transforms.model.CampaignVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * All versions of all campaigns that were sent before some broker time: an immutable value. What it
 * says of an order time that it {@link #covers} never changes, whatever is sent later: a version
 * holds from {@link CampaignVersion#LEAD} after its broker time at the earliest.
 */
public final class Campaigns {
  /**
   * The versions of a campaign, those that hold earlier first; of one time the one sent last holds,
   * and of those that were sent in one millisecond what they say decides, never their order.
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
  private final Instant knownUntil;

  private Campaigns(Map<String, List<CampaignVersion>> versions, Instant knownUntil) {
    this.versions = versions;
    this.knownUntil = knownUntil;
  }

  /** No campaign, and nothing known. */
  public static Campaigns none() {
    return new Campaigns(Map.of(), Instant.ofEpochMilli(Long.MIN_VALUE / 2));
  }

  /**
   * Of these versions, in any order.
   *
   * @param knownUntil every version of an earlier broker time is among them
   */
  public static Campaigns of(Iterable<CampaignVersion> sent, Instant knownUntil) {
    Map<String, List<CampaignVersion>> versions = new HashMap<>();
    for (CampaignVersion version : sent) {
      versions.computeIfAbsent(version.campaignId(), id -> new ArrayList<>()).add(version);
    }
    versions.values().forEach(list -> list.sort(BY_HOLD));
    return new Campaigns(versions, knownUntil);
  }

  /** Every version sent before this broker time is here. */
  public Instant knownUntil() {
    return knownUntil;
  }

  /** Whether every version that can hold at this event time is here. */
  public boolean covers(Instant time) {
    return time.isBefore(knownUntil.plus(CampaignVersion.LEAD));
  }

  /** The version of a campaign that holds at an event time; null if none does. */
  public @Nullable CampaignVersion at(String campaignId, Instant time) {
    CampaignVersion held = null;
    for (CampaignVersion version : versions.getOrDefault(campaignId, List.of())) {
      if (version.holdsFrom().isAfter(time)) {
        break;
      }
      held = version;
    }
    return held;
  }

  /** All versions, of one campaign after the other. */
  Iterable<CampaignVersion> versions() {
    return () -> versions.values().stream().flatMap(List::stream).iterator();
  }

  int size() {
    return versions.values().stream().mapToInt(List::size).sum();
  }
}
