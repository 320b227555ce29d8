package dev.tally.transforms.attribute;

import com.google.common.collect.ImmutableList;
import dev.tally.transforms.model.CampaignVersion;
import dev.tally.transforms.model.CampaignVersionCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.InstantCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Makes all versions of all campaigns known to every worker: a snapshot of all, and the changes
 * since the last snapshot. Every 20 seconds of event time it emits one of the two; see {@link
 * CampaignNews}. The first ones, of nothing, are there from the beginning.
 *
 * <p>Input: cleansed versions, stamped with their broker time, which is never before the watermark.
 *
 * <p>State: all versions, and those since the last snapshot; a version has some 50 bytes. No
 * version is removed: this step does not know which order times may still come.
 */
public final class KnowCampaigns extends PTransform<PCollection<CampaignVersion>, KnownCampaigns> {
  private static final long serialVersionUID = 1L;
  private static final int ONE_KEY = 0;
  private static final Coder<KV<Integer, @Nullable CampaignVersion>> KEYED =
      KvCoder.of(VarIntCoder.of(), NullableCoder.of(CampaignVersionCoder.of()));

  private static final TupleTag<Campaigns> SNAPSHOTS = new TupleTag<>("snapshots");
  private static final TupleTag<CampaignChanges> CHANGES = new TupleTag<>("changes");

  private final transient PTransform<PBegin, PCollection<byte[]>> start;

  private KnowCampaigns(PTransform<PBegin, PCollection<byte[]>> start) {
    this.start = start;
  }

  /** With an {@link Impulse}, for jobs that are never restored. */
  public static KnowCampaigns create() {
    return from(Impulse.create());
  }

  /**
   * Views whose first values are made of one element.
   *
   * @param start emits the element once in the life of the job, also when the job is restored
   */
  public static KnowCampaigns from(PTransform<PBegin, PCollection<byte[]>> start) {
    return new KnowCampaigns(start);
  }

  @Override
  public KnownCampaigns expand(PCollection<CampaignVersion> versions) {
    PCollection<KV<Integer, @Nullable CampaignVersion>> seed =
        versions
            .getPipeline()
            .apply("Start", start)
            .apply("Seed", ParDo.of(new SeedFn()))
            .setCoder(KEYED);
    PCollectionTuple news =
        PCollectionList.of(versions.apply("OneKey", ParDo.of(new OneKeyFn())).setCoder(KEYED))
            .and(seed)
            .apply("WithSeed", Flatten.pCollections())
            .apply(
                "Snapshot",
                ParDo.of(new SnapshotFn()).withOutputTags(SNAPSHOTS, TupleTagList.of(CHANGES)));
    return new KnownCampaigns(
        news.get(SNAPSHOTS)
            .setCoder(CampaignsCoder.of())
            .apply("EachSnapshot", eachAtOnce())
            .apply("Snapshots", Combine.globally(new NewestSnapshotFn()).asSingletonView()),
        news.get(CHANGES)
            .setCoder(CampaignChangesCoder.of())
            .apply("EachChange", eachAtOnce())
            .apply("Changes", Combine.globally(new NewestChangesFn()).asSingletonView()));
  }

  private static <T> Window<T> eachAtOnce() {
    return Window.<T>into(new GlobalWindows())
        .triggering(Repeatedly.forever(AfterPane.elementCountAtLeast(1)))
        .withAllowedLateness(Duration.ZERO)
        .discardingFiredPanes();
  }

  private static final class NewestSnapshotFn extends Combine.BinaryCombineFn<Campaigns> {
    private static final long serialVersionUID = 1L;

    @Override
    public Campaigns apply(Campaigns left, Campaigns right) {
      return left.knownUntil().isAfter(right.knownUntil()) ? left : right;
    }

    @Override
    public Campaigns identity() {
      return Campaigns.none();
    }
  }

  private static final class NewestChangesFn extends Combine.BinaryCombineFn<CampaignChanges> {
    private static final long serialVersionUID = 1L;

    @Override
    public CampaignChanges apply(CampaignChanges left, CampaignChanges right) {
      return left.knownUntil().isAfter(right.knownUntil()) ? left : right;
    }

    @Override
    public CampaignChanges identity() {
      return CampaignChanges.none();
    }
  }

  private static final class SeedFn extends DoFn<byte[], KV<Integer, @Nullable CampaignVersion>> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(OutputReceiver<KV<Integer, @Nullable CampaignVersion>> out) {
      out.output(KV.of(ONE_KEY, null));
    }
  }

  private static final class OneKeyFn
      extends DoFn<CampaignVersion, KV<Integer, @Nullable CampaignVersion>> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(
        @Element CampaignVersion version,
        OutputReceiver<KV<Integer, @Nullable CampaignVersion>> out) {
      out.output(KV.of(ONE_KEY, version));
    }
  }

  static final class SnapshotFn extends DoFn<KV<Integer, @Nullable CampaignVersion>, Campaigns> {
    private static final long serialVersionUID = 1L;

    /** All versions, as long as the job lives. */
    private static final String VERSIONS = "versions";

    /** Those since the last snapshot, which clears them: about as many as an interval brings. */
    private static final String SINCE = "since";

    /** The broker time until which the last snapshot is known; absent before the first one. */
    private static final String LAST_SNAPSHOT = "lastSnapshot";

    /** Event time: the next emission; never ends before the watermark does. */
    private static final String NEXT = "next";

    /** A third of the lead: every worker knows a version by the time from which it holds. */
    private static final Duration EVERY = CampaignVersion.LEAD.dividedBy(3);

    @StateId(VERSIONS)
    private final StateSpec<BagState<CampaignVersion>> versionsSpec =
        StateSpecs.bag(CampaignVersionCoder.of());

    @StateId(SINCE)
    private final StateSpec<BagState<CampaignVersion>> sinceSpec =
        StateSpecs.bag(CampaignVersionCoder.of());

    @StateId(LAST_SNAPSHOT)
    private final StateSpec<ValueState<Instant>> lastSnapshotSpec =
        StateSpecs.value(InstantCoder.of());

    @TimerId(NEXT)
    private final TimerSpec nextSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @ProcessElement
    public void process(
        @Element KV<Integer, @Nullable CampaignVersion> sent,
        @StateId(VERSIONS) BagState<CampaignVersion> versions,
        @StateId(SINCE) BagState<CampaignVersion> since,
        @TimerId(NEXT) Timer next,
        MultiOutputReceiver out) {
      CampaignVersion version = sent.getValue();
      if (version == null) {
        out.get(SNAPSHOTS).output(Campaigns.none());
        out.get(CHANGES).output(CampaignChanges.none());
        next.set(BoundedWindow.TIMESTAMP_MIN_VALUE.plus(EVERY));
      } else {
        versions.add(version);
        since.add(version);
      }
    }

    @OnTimer(NEXT)
    public void emit(
        @StateId(VERSIONS) BagState<CampaignVersion> versions,
        @StateId(SINCE) BagState<CampaignVersion> since,
        @StateId(LAST_SNAPSHOT) ValueState<Instant> lastSnapshot,
        @TimerId(NEXT) Timer next,
        MultiOutputReceiver out) {
      Instant watermark = next.getCurrentRelativeTime();
      Instant last = lastSnapshot.read();
      CampaignNews news =
          CampaignNews.at(
              watermark,
              last == null ? Campaigns.none().knownUntil() : last,
              ImmutableList.copyOf(since.read()),
              versions::read);
      if (news instanceof CampaignNews.Snapshot snapshot) {
        out.get(SNAPSHOTS).output(snapshot.campaigns());
        lastSnapshot.write(watermark);
        since.clear();
      } else if (news instanceof CampaignNews.Since changes) {
        out.get(CHANGES).output(changes.changes());
      }
      if (watermark.isBefore(GlobalWindow.INSTANCE.maxTimestamp())) {
        next.set(watermark.plus(EVERY));
      }
    }
  }
}
