package dev.tally.transforms.attribute;

import dev.tally.transforms.model.CampaignVersion;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The campaign versions that one reader knows: those of a snapshot and of the changes since. The
 * result of a lookup at an order time that this object {@link #covers} never changes, whichever
 * versions are sent later: a version holds from {@link CampaignVersion#LEAD} after its broker time
 * at the earliest.
 */
public final class Campaigns {
  private final CampaignSnapshot snapshot;
  private final VersionIndex changes;
  private final Instant knownUntil;

  private Campaigns(CampaignSnapshot snapshot, VersionIndex changes, Instant knownUntil) {
    this.snapshot = snapshot;
    this.changes = changes;
    this.knownUntil = knownUntil;
  }

  /**
   * Indexes the versions, which may be in any order.
   *
   * @param knownUntil every version with an earlier broker time is among them
   */
  public static Campaigns of(Iterable<CampaignVersion> versions, Instant knownUntil) {
    return new Campaigns(CampaignSnapshot.of(versions, knownUntil), VersionIndex.EMPTY, knownUntil);
  }

  /**
   * Combines a snapshot with the changes since that snapshot. Changes since another snapshot are
   * ignored: versions between the two snapshots may be missing here. Then only the versions of the
   * snapshot are known.
   */
  static Campaigns of(CampaignSnapshot snapshot, CampaignChanges changes) {
    return changes.since().equals(snapshot.knownUntil())
        ? new Campaigns(snapshot, changes.versions(), changes.knownUntil())
        : new Campaigns(snapshot, VersionIndex.EMPTY, snapshot.knownUntil());
  }

  /** Returns the broker time before which every version is known. */
  public Instant knownUntil() {
    return knownUntil;
  }

  /** Returns true if every version that can hold at this event time is known. */
  public boolean covers(Instant time) {
    return time.minus(CampaignVersion.LEAD).isBefore(knownUntil);
  }

  /** Returns the version of a campaign that holds at an event time; null if there is none. */
  public @Nullable CampaignVersion at(String campaignId, Instant time) {
    return VersionIndex.later(
        snapshot.versions().at(campaignId, time), changes.at(campaignId, time));
  }
}
