package dev.tally.transforms.attribute;

import dev.tally.transforms.model.CampaignVersion;
import java.util.Objects;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An immutable set of campaign versions that has every version sent before some broker time. What
 * it says of an order time that it {@link #covers} never changes, whatever is sent later: a version
 * holds from {@link CampaignVersion#LEAD} after its broker time at the earliest.
 */
public final class Campaigns {
  private static final Campaigns NONE =
      new Campaigns(
          VersionIndex.EMPTY, VersionIndex.EMPTY, Instant.ofEpochMilli(Long.MIN_VALUE / 2));

  private final VersionIndex base;
  private final VersionIndex added;
  private final Instant knownUntil;

  private Campaigns(VersionIndex base, VersionIndex added, Instant knownUntil) {
    this.base = base;
    this.added = added;
    this.knownUntil = knownUntil;
  }

  /** No campaign, and nothing known. */
  public static Campaigns none() {
    return NONE;
  }

  /**
   * Of these versions, in any order.
   *
   * @param knownUntil every version of an earlier broker time is among them
   */
  public static Campaigns of(Iterable<CampaignVersion> sent, Instant knownUntil) {
    return of(VersionIndex.of(sent), knownUntil);
  }

  static Campaigns of(VersionIndex versions, Instant knownUntil) {
    return new Campaigns(versions, VersionIndex.EMPTY, knownUntil);
  }

  /**
   * These campaigns with what changed since. Changes of another snapshot than this one are ignored:
   * versions between the two may be missing here, so that only {@link #knownUntil} of this snapshot
   * holds.
   */
  Campaigns with(CampaignChanges changes) {
    return changes.since().equals(knownUntil)
        ? new Campaigns(base, changes.versions(), changes.knownUntil())
        : this;
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
    return VersionIndex.later(base.at(campaignId, time), added.at(campaignId, time));
  }

  /** The versions of the snapshot, without changes since. */
  VersionIndex versions() {
    return base;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Campaigns that
        && base.equals(that.base)
        && added.equals(that.added)
        && knownUntil.equals(that.knownUntil);
  }

  @Override
  public int hashCode() {
    return Objects.hash(base, added, knownUntil);
  }
}
