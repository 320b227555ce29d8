package dev.tally.transforms.attribute;

import dev.tally.transforms.model.CampaignVersion;
import dev.tally.transforms.model.CampaignVersionCoder;
import java.io.Serializable;
import java.util.function.Supplier;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTagList;
import org.jspecify.annotations.Nullable;

/**
 * Distributes all versions of all campaigns to every worker, as two side inputs: a snapshot of all
 * versions, and the changes since that snapshot. Both have a first value, without versions, from
 * the start of the job.
 *
 * <p>Input: cleansed versions with their broker time as timestamp, which is never before the
 * watermark.
 *
 * <p>Output: one value every 20 seconds of event time. It is the changes since the last snapshot,
 * if these are at most {@value SnapshotFn#MAX_CHANGES} versions, and a new snapshot if they are
 * more. So a large set of campaigns that does not change costs a few bytes per interval. A job that
 * was started or restored begins with a snapshot and empty changes, so that a reader without state
 * has both values.
 *
 * <p>State: all versions under one key, about 50 bytes each. Only a snapshot reads them all. No
 * version is removed, because this step does not know which order times may still come.
 *
 * <p>Delivery: a lookup never returns a result for an order time for which a version may be
 * missing:
 *
 * <ul>
 *   <li>At the watermark W, every version with a broker time before W has arrived.
 *   <li>A snapshot at W has all versions with a broker time before W. Changes at W since a snapshot
 *       at S have all with a broker time from S on and before W. Together they are complete until
 *       W. The content depends on S and W only, not on the order of arrival, and so it is the same
 *       after a failure.
 *   <li>The runner delivers the two side inputs independently. A reader combines changes only with
 *       the snapshot that they name. While it has another one, it uses that snapshot alone, which
 *       is complete until its own W; orders that need more wait in {@link WaitForCampaigns}.
 *   <li>No order waits for a later emission: as soon as both values have arrived, the reader is
 *       complete until the W of the last emission.
 * </ul>
 */
public final class SnapshotCampaigns
    extends PTransform<PCollection<CampaignVersion>, CampaignViews> {
  private static final long serialVersionUID = 1L;
  private static final int ONE_KEY = 0;
  private static final Coder<KV<Integer, @Nullable CampaignVersion>> KEYED =
      KvCoder.of(VarIntCoder.of(), NullableCoder.of(CampaignVersionCoder.of()));

  private final transient PTransform<PBegin, PCollection<byte[]>> start;

  private SnapshotCampaigns(PTransform<PBegin, PCollection<byte[]>> start) {
    this.start = start;
  }

  /** Creates the transform with an {@link Impulse}, for jobs that are never restored. */
  public static SnapshotCampaigns create() {
    return from(Impulse.create());
  }

  /**
   * Creates the transform with the step that starts it.
   *
   * @param start emits one element when the job starts for the first time, and none when it is
   *     restored
   */
  public static SnapshotCampaigns from(PTransform<PBegin, PCollection<byte[]>> start) {
    return new SnapshotCampaigns(start);
  }

  @Override
  public CampaignViews expand(PCollection<CampaignVersion> versions) {
    PCollection<KV<Integer, @Nullable CampaignVersion>> seed =
        versions
            .getPipeline()
            .apply("Start", start)
            .apply("Seed", ParDo.of(new SeedFn()))
            .setCoder(KEYED);
    PCollectionTuple emitted =
        PCollectionList.of(versions.apply("OneKey", ParDo.of(new OneKeyFn())).setCoder(KEYED))
            .and(seed)
            .apply("WithSeed", Flatten.pCollections())
            .apply(
                "Snapshot",
                ParDo.of(new SnapshotFn())
                    .withOutputTags(SnapshotFn.SNAPSHOTS, TupleTagList.of(SnapshotFn.CHANGES)));
    return new CampaignViews(
        emitted
            .get(SnapshotFn.SNAPSHOTS)
            .setCoder(CampaignSnapshotCoder.of())
            .apply(
                "ViewSnapshot",
                ViewNewest.of(
                    CampaignViews.SNAPSHOT, new NewestFn<>(() -> CampaignSnapshot.EMPTY))),
        emitted
            .get(SnapshotFn.CHANGES)
            .setCoder(CampaignChangesCoder.of())
            .apply(
                "ViewChanges",
                ViewNewest.of(CampaignViews.CHANGES, new NewestFn<>(() -> CampaignChanges.NONE))));
  }

  private interface Empty<T> extends Supplier<T>, Serializable {}

  /** Keeps the value with the later {@code knownUntil}. */
  private static final class NewestFn<T extends KnownUntil> extends Combine.BinaryCombineFn<T> {
    private static final long serialVersionUID = 1L;
    private final Empty<T> empty;

    NewestFn(Empty<T> empty) {
      this.empty = empty;
    }

    @Override
    public T apply(T left, T right) {
      return left.knownUntil().isAfter(right.knownUntil()) ? left : right;
    }

    @Override
    public T identity() {
      return empty.get();
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
}
