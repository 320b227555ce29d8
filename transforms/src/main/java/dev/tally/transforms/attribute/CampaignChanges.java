package dev.tally.transforms.attribute;

import org.joda.time.Instant;

/**
 * The campaign versions that were sent since a snapshot of all of them, and until when the two are
 * complete.
 *
 * @param since {@link Campaigns#knownUntil} of the snapshot, which identifies it
 * @param versions those that are not in the snapshot
 * @param knownUntil every version of an earlier broker time is in the snapshot or among these
 */
public record CampaignChanges(Instant since, VersionIndex versions, Instant knownUntil) {

  /** No change since the snapshot of nothing. */
  static CampaignChanges none() {
    Instant never = Campaigns.none().knownUntil();
    return new CampaignChanges(never, VersionIndex.EMPTY, never);
  }
}
