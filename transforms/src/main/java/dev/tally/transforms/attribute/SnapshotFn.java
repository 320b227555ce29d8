package dev.tally.transforms.attribute;

import com.google.common.collect.Iterables;
import dev.tally.transforms.model.CampaignVersion;
import dev.tally.transforms.model.CampaignVersionCoder;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.InstantCoder;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TupleTag;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Keeps all campaign versions under one key and emits, every 20 seconds of event time, either a
 * snapshot of them or the changes since the last snapshot. See {@link SnapshotCampaigns} for when
 * it emits which.
 */
final class SnapshotFn extends DoFn<KV<Integer, @Nullable CampaignVersion>, CampaignSnapshot> {
  private static final long serialVersionUID = 1L;

  static final TupleTag<CampaignSnapshot> SNAPSHOTS = new TupleTag<>("snapshots");
  static final TupleTag<CampaignChanges> CHANGES = new TupleTag<>("changes");

  /** The most versions that are emitted as changes: about 36 KB. */
  static final int MAX_CHANGES = 1_000;

  /** The versions of the last snapshot. Never cleared. Read only to make the next snapshot. */
  private static final String IN_SNAPSHOT = "inSnapshot";

  /**
   * The versions that are not in the last snapshot: at most {@link #MAX_CHANGES} at an emission,
   * and those that arrived after it. A snapshot removes all versions except those whose broker time
   * the watermark has not passed.
   */
  private static final String SINCE = "since";

  /** {@code knownUntil} of the last snapshot. Absent before the first one; never cleared. */
  private static final String LAST_SNAPSHOT = "lastSnapshot";

  /** Event time: the next emission. Set again by each emission until the end of the input. */
  private static final String NEXT = "next";

  /** A third of the lead, so that every worker knows a version by the time from which it holds. */
  private static final Duration EVERY = CampaignVersion.LEAD.dividedBy(3);

  @StateId(IN_SNAPSHOT)
  private final StateSpec<BagState<CampaignVersion>> inSnapshotSpec =
      StateSpecs.bag(CampaignVersionCoder.of());

  @StateId(SINCE)
  private final StateSpec<BagState<CampaignVersion>> sinceSpec =
      StateSpecs.bag(CampaignVersionCoder.of());

  @StateId(LAST_SNAPSHOT)
  private final StateSpec<ValueState<Instant>> lastSnapshotSpec =
      StateSpecs.value(InstantCoder.of());

  @TimerId(NEXT)
  private final TimerSpec nextSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  /** False in a job that was started or restored, until its first emission. */
  private transient boolean emitted;

  /** Stores a version; null starts the timer, and initializes both views. */
  @ProcessElement
  public void process(
      @Element KV<Integer, @Nullable CampaignVersion> sent,
      @StateId(SINCE) BagState<CampaignVersion> since,
      @TimerId(NEXT) Timer next,
      MultiOutputReceiver out) {
    CampaignVersion version = sent.getValue();
    if (version != null) {
      since.add(version);
      return;
    }
    out.get(SNAPSHOTS).output(CampaignSnapshot.EMPTY);
    out.get(CHANGES).output(CampaignChanges.NONE);
    next.set(BoundedWindow.TIMESTAMP_MIN_VALUE.plus(EVERY));
  }

  @OnTimer(NEXT)
  public void emit(
      @StateId(IN_SNAPSHOT) BagState<CampaignVersion> inSnapshot,
      @StateId(SINCE) BagState<CampaignVersion> since,
      @StateId(LAST_SNAPSHOT) ValueState<Instant> lastSnapshot,
      @TimerId(NEXT) Timer next,
      MultiOutputReceiver out) {
    Instant watermark = next.getCurrentRelativeTime();
    Instant last = emitted ? lastSnapshot.read() : null;
    List<CampaignVersion> changes = new ArrayList<>();
    List<CampaignVersion> later = new ArrayList<>();
    for (CampaignVersion version : since.read()) {
      (version.brokerTime().isBefore(watermark) ? changes : later).add(version);
    }
    if (last == null || changes.size() > MAX_CHANGES) {
      out.get(SNAPSHOTS)
          .output(CampaignSnapshot.of(Iterables.concat(inSnapshot.read(), changes), watermark));
      changes.forEach(inSnapshot::add);
      since.clear();
      later.forEach(since::add);
      lastSnapshot.write(watermark);
    } else {
      out.get(CHANGES).output(new CampaignChanges(last, VersionIndex.of(changes), watermark));
    }
    if (last == null) {
      out.get(CHANGES).output(CampaignChanges.noneSince(watermark));
      emitted = true;
    }
    if (watermark.isBefore(GlobalWindow.INSTANCE.maxTimestamp())) {
      next.set(watermark.plus(EVERY));
    }
  }
}
