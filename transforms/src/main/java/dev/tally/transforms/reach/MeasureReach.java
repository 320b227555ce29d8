package dev.tally.transforms.reach;

import static com.google.common.base.Preconditions.checkArgument;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.CampaignReach;
import dev.tally.transforms.model.CampaignReachCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.values.PCollection;

/**
 * Keeps the distinct users of each campaign, UTC day and event type as a sketch.
 *
 * <p>Input: accepted events in the global window, in any order. Repeats are harmless, because the
 * union of sets is idempotent. Events of placeholder users are counted in {@code
 * events_of_placeholder_users_ignored} and otherwise ignored.
 *
 * <p>Output: for each set, records with growing revisions: one every {@code emitEvery} (processing
 * time) in which the set has changed, and one when the watermark is {@code maxEventAge} after the
 * end of the day, if the set has changed since. Revision and content are functions of the set.
 *
 * <p>State: per set at most 0.5 MB of merged and about as much of pending hashes, 8 bytes per user
 * of a small set, until the watermark is {@code maxEventAge} after the end of the day.
 *
 * <p>Limits: an event whose day ended more than {@code maxEventAge} before the watermark is dropped
 * and counted in {@code droppedDueToLateness}. This does not happen if the aggregation job has the
 * same {@code maxEventAge} or a shorter one.
 */
public final class MeasureReach
    extends PTransform<PCollection<AdEvent>, PCollection<CampaignReach>> {
  private static final long serialVersionUID = 1L;
  private final ReachSettings settings;

  private MeasureReach(ReachSettings settings) {
    this.settings = settings;
  }

  public static MeasureReach with(ReachSettings settings) {
    return new MeasureReach(settings);
  }

  @Override
  public PCollection<CampaignReach> expand(PCollection<AdEvent> events) {
    checkArgument(
        events.getWindowingStrategy().getWindowFn() instanceof GlobalWindows,
        "MeasureReach keeps the users of all days: apply it before any Window.into");
    return events
        .apply("CollectUsers", ParDo.of(new CollectUsersFn(settings.placeholders())))
        .setCoder(KvCoder.of(ReachKeyCoder.of(), SeenUsersCoder.of()))
        .apply("MergeUsers", ParDo.of(new MergeUsersFn(settings)))
        .setCoder(CampaignReachCoder.of());
  }
}
