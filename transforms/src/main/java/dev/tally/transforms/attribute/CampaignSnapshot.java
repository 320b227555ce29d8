package dev.tally.transforms.attribute;

import dev.tally.transforms.model.CampaignVersion;
import org.joda.time.Instant;

/**
 * All campaign versions with a broker time before {@code knownUntil}. That time identifies the
 * snapshot: two snapshots of the same time have the same versions, also after a restore.
 */
record CampaignSnapshot(VersionIndex versions, Instant knownUntil) implements KnownUntil {
  /**
   * The snapshot without versions. Its {@code knownUntil} is earlier than any possible broker time.
   */
  static final CampaignSnapshot EMPTY =
      new CampaignSnapshot(VersionIndex.EMPTY, Instant.ofEpochMilli(Long.MIN_VALUE / 2));

  /**
   * Indexes the versions, which may be in any order.
   *
   * @param knownUntil every version with an earlier broker time is among them
   */
  static CampaignSnapshot of(Iterable<CampaignVersion> versions, Instant knownUntil) {
    return new CampaignSnapshot(VersionIndex.of(versions), knownUntil);
  }
}
