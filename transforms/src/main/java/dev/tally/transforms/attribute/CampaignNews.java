package dev.tally.transforms.attribute;

import dev.tally.transforms.model.CampaignVersion;
import java.util.List;
import java.util.function.Supplier;
import org.joda.time.Instant;

/**
 * What is emitted next of the campaigns: all versions, or those since the last snapshot, which are
 * none as a rule.
 *
 * <p>A snapshot is emitted only when more than {@link #MAX_CHANGES} versions have come since the
 * last one. So a set that does not change costs a few bytes per interval, and one that does costs
 * all of its versions at most once in that many.
 *
 * <p>Correctness. At the watermark W, every version with a broker time before W has arrived,
 * because a version is never late. Let S be the last snapshot.
 *
 * <ul>
 *   <li>A snapshot has every version that arrived. So it is known until W.
 *   <li>Changes have every version that arrived after S was made. With S these are all that
 *       arrived. So the two together are known until W; changes alone claim nothing.
 *   <li>The watermark of each emission is later than that of the one before, so {@code knownUntil}
 *       of a snapshot identifies it. {@link Campaigns#with} combines changes with the snapshot that
 *       they name and no other. A reader that sees a snapshot and changes of another one uses the
 *       snapshot alone, which claims only what was complete when it was made.
 * </ul>
 *
 * <p>So {@code covers} is true only if every version that can hold is at the reader, in whatever
 * order it sees the two.
 */
sealed interface CampaignNews {
  /** Some 20 KB. */
  int MAX_CHANGES = 1_000;

  /** All versions. */
  record Snapshot(Campaigns campaigns) implements CampaignNews {}

  /** Those since the last snapshot. */
  record Since(CampaignChanges changes) implements CampaignNews {}

  /**
   * Decides by the number of versions since the last snapshot.
   *
   * @param snapshot {@link Campaigns#knownUntil} of the last snapshot
   * @param since the versions that arrived after it was made
   * @param all these and those before them, read only where they are emitted
   * @param watermark later than the watermark of the last call
   */
  static CampaignNews at(
      Instant watermark,
      Instant snapshot,
      List<CampaignVersion> since,
      Supplier<? extends Iterable<CampaignVersion>> all) {
    return since.size() > MAX_CHANGES
        ? new Snapshot(Campaigns.of(all.get(), watermark))
        : new Since(new CampaignChanges(snapshot, VersionIndex.of(since), watermark));
  }
}
