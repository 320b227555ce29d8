package dev.tally.transforms.attribute;

import org.joda.time.Instant;

/**
 * The campaign versions that are missing in one snapshot: all whose broker time is at or after the
 * snapshot's {@code knownUntil} and before the {@code knownUntil} of these changes.
 *
 * @param since {@link CampaignSnapshot#knownUntil} of the snapshot, which identifies it
 */
record CampaignChanges(Instant since, VersionIndex versions, Instant knownUntil)
    implements KnownUntil {
  /** No change since the snapshot without versions. */
  static final CampaignChanges NONE = noneSince(CampaignSnapshot.EMPTY.knownUntil());

  /** No change since the snapshot with this {@code knownUntil}. */
  static CampaignChanges noneSince(Instant snapshot) {
    return new CampaignChanges(snapshot, VersionIndex.EMPTY, snapshot);
  }
}
