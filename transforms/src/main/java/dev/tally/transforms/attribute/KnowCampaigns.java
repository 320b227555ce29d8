package dev.tally.transforms.attribute;

import dev.tally.transforms.model.CampaignVersion;
import dev.tally.transforms.model.CampaignVersionCoder;
import org.apache.beam.sdk.coders.Coder;
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
import org.apache.beam.sdk.values.PCollectionView;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Makes one value of all versions of all campaigns, a singleton view, and a new one as event time
 * goes on: every 20 seconds of it, with what was sent by then. The first one, of nothing, is there
 * from the beginning.
 *
 * <p>Input: cleansed versions, stamped with their broker time, which is never behind the watermark.
 *
 * <p>State: all versions; a campaign is some 50 bytes a version.
 */
public final class KnowCampaigns
    extends PTransform<PCollection<CampaignVersion>, PCollectionView<Campaigns>> {
  private static final long serialVersionUID = 1L;
  private static final int ONE_KEY = 0;
  private static final Coder<KV<Integer, @Nullable CampaignVersion>> KEYED =
      KvCoder.of(VarIntCoder.of(), NullableCoder.of(CampaignVersionCoder.of()));

  private final transient PTransform<PBegin, PCollection<byte[]>> start;

  private KnowCampaigns(PTransform<PBegin, PCollection<byte[]>> start) {
    this.start = start;
  }

  /** With an {@link Impulse}, for jobs that are never restored. */
  public static KnowCampaigns create() {
    return from(Impulse.create());
  }

  /**
   * A view whose first value is made of one element.
   *
   * @param start emits the element once in the life of the job, also when the job is restored
   */
  public static KnowCampaigns from(PTransform<PBegin, PCollection<byte[]>> start) {
    return new KnowCampaigns(start);
  }

  @Override
  public PCollectionView<Campaigns> expand(PCollection<CampaignVersion> versions) {
    PCollection<KV<Integer, @Nullable CampaignVersion>> seed =
        versions
            .getPipeline()
            .apply("Start", start)
            .apply("Seed", ParDo.of(new SeedFn()))
            .setCoder(KEYED);
    return PCollectionList.of(versions.apply("OneKey", ParDo.of(new OneKeyFn())).setCoder(KEYED))
        .and(seed)
        .apply("WithSeed", Flatten.pCollections())
        .apply("Snapshot", ParDo.of(new SnapshotFn()))
        .setCoder(CampaignsCoder.of())
        .apply(
            "EachAtOnce",
            Window.<Campaigns>into(new GlobalWindows())
                .triggering(Repeatedly.forever(AfterPane.elementCountAtLeast(1)))
                .withAllowedLateness(Duration.ZERO)
                .discardingFiredPanes())
        .apply("View", Combine.globally(new NewestFn()).asSingletonView());
  }

  /** Of several values the one that knows most. */
  private static final class NewestFn extends Combine.BinaryCombineFn<Campaigns> {
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

    /** All versions, for ever. */
    private static final String VERSIONS = "versions";

    /** Event time: the next snapshot; never ends before the watermark does. */
    private static final String SNAPSHOT = "snapshot";

    /** A third of the lead: every worker knows a version by the time from which it holds. */
    private static final Duration EVERY = CampaignVersion.LEAD.dividedBy(3);

    @StateId(VERSIONS)
    private final StateSpec<BagState<CampaignVersion>> versionsSpec =
        StateSpecs.bag(CampaignVersionCoder.of());

    @TimerId(SNAPSHOT)
    private final TimerSpec snapshotSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @ProcessElement
    public void process(
        @Element KV<Integer, @Nullable CampaignVersion> sent,
        @StateId(VERSIONS) BagState<CampaignVersion> versions,
        @TimerId(SNAPSHOT) Timer snapshot,
        OutputReceiver<Campaigns> out) {
      CampaignVersion version = sent.getValue();
      if (version == null) {
        out.output(Campaigns.none());
        snapshot.set(BoundedWindow.TIMESTAMP_MIN_VALUE.plus(EVERY));
      } else {
        versions.add(version);
      }
    }

    @OnTimer(SNAPSHOT)
    public void snapshot(
        @StateId(VERSIONS) BagState<CampaignVersion> versions,
        @TimerId(SNAPSHOT) Timer next,
        OutputReceiver<Campaigns> out) {
      Instant watermark = next.getCurrentRelativeTime();
      out.output(Campaigns.of(versions.read(), watermark));
      if (watermark.isBefore(GlobalWindow.INSTANCE.maxTimestamp())) {
        next.set(watermark.plus(EVERY));
      }
    }
  }
}
