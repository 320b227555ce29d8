package dev.tally.transforms.dedup;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdEventCoder;
import dev.tally.transforms.model.BlockCoder;
import dev.tally.transforms.model.BucketCoder;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.DeadLetterCoder;
import dev.tally.transforms.model.Received;
import dev.tally.transforms.model.ReceivedCoder;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithFailures;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.joda.time.Duration;

/**
 * Emits the first copy of each event. An event is identified by its type and its event id.
 *
 * <p>Input: cleansed events with their raw records, with their event time as timestamp, in the
 * global window.
 *
 * <p>Output: each event once, with the event time as timestamp even if that is before the
 * watermark; order is not preserved.
 *
 * <p>State: about 21 bytes per event, in buckets by hash, until the watermark is {@code
 * maxEventAge} after the end of the event's minute, and up to a quarter of {@code maxEventAge}
 * longer; and 12 to 24 bytes of memory per event, see {@link IdIndex}. A job that is restored with
 * another {@code maxEventAge} applies it from then on (docs/adr/0018).
 *
 * <p>Each scope has its own step name, so that a job with one scope rejects a savepoint of the
 * other. Restored from it, the job would count events again that are already counted.
 *
 * <p>Errors: a copy whose content differs from the first one becomes a dead letter with the reason
 * {@code CONFLICTING_COPY}; which of the two counts depends on the order of arrival. An event whose
 * minute was closed under a smaller {@code maxEventAge}, before the job was restored with a larger
 * one, becomes a dead letter with the reason {@code TOO_OLD}, because it cannot be proven to be
 * new.
 *
 * <p>Limits: a copy with a later event time than the first one may arrive after the first one was
 * forgotten, and is then counted again.
 */
@AutoValue
public abstract class DropDuplicates
    extends PTransform<
        PCollection<Received<AdEvent>>, WithFailures.Result<PCollection<AdEvent>, DeadLetter>> {
  /** An {@code Input} states whether the input ends. */
  public enum Input {
    /** The input ends, as in a test, and then the pipeline ends. */
    BOUNDED,
    /** The input never ends, like a topic. */
    ENDLESS
  }

  /**
   * The number of buckets of a job. It is part of the savepoint contract and therefore not an
   * option.
   */
  private static final int BUCKETS = 1 << 8;

  /**
   * Returns a transform that remembers an event until the watermark is {@code maxEventAge} after
   * the end of the event's minute.
   */
  public static DropDuplicates within(Duration maxEventAge) {
    checkArgument(
        maxEventAge.isLongerThan(Duration.ZERO),
        "maxEventAge must be longer than zero, is %s",
        maxEventAge);
    return new AutoValue_DropDuplicates(maxEventAge, BUCKETS, DedupScope.REGION, Input.BOUNDED);
  }

  abstract Duration maxEventAge();

  abstract int buckets();

  abstract DedupScope scope();

  abstract Input input();

  /**
   * Sets the number of buckets, for tests. Default: 256. A job that is restored with another number
   * searches for its ids in the wrong buckets.
   */
  public DropDuplicates withBuckets(int buckets) {
    checkArgument(buckets > 0, "buckets must be above 0, is %s", buckets);
    return new AutoValue_DropDuplicates(maxEventAge(), buckets, scope(), input());
  }

  /** Sets among which events copies are detected. Default: {@link DedupScope#REGION}. */
  public DropDuplicates withScope(DedupScope scope) {
    return new AutoValue_DropDuplicates(maxEventAge(), buckets(), scope, input());
  }

  /**
   * Sets whether the input ends. Default: {@link Input#BOUNDED}. A job that is restored from
   * savepoints needs {@link Input#ENDLESS}; with it the pipeline never ends.
   */
  public DropDuplicates withInput(Input input) {
    return new AutoValue_DropDuplicates(maxEventAge(), buckets(), scope(), input);
  }

  @Override
  public WithFailures.Result<PCollection<AdEvent>, DeadLetter> expand(
      PCollection<Received<AdEvent>> events) {
    checkArgument(
        events.getWindowingStrategy().getWindowFn() instanceof GlobalWindows,
        "DropDuplicates remembers ids across windows: apply it before any Window.into");
    TupleTag<AdEvent> accepted = new TupleTag<>("accepted");
    TupleTag<DeadLetter> refused = new TupleTag<>("refused");
    PCollectionTuple routed =
        PCollectionList.of(
                events
                    .apply("GroupByBucket", ParDo.of(new GroupByBucketFn(buckets(), scope())))
                    .setCoder(blocks()))
            .and(openings(events))
            .apply("WithOpenings", Flatten.pCollections())
            .apply(
                scope().memory(),
                ParDo.of(new RememberIdsFn(maxEventAge(), refused))
                    .withOutputTags(accepted, TupleTagList.of(refused)));
    routed.get(accepted).setCoder(AdEventCoder.of());
    routed.get(refused).setCoder(DeadLetterCoder.of());
    return WithFailures.Result.of(routed, accepted, refused);
  }

  private Coder<KV<Integer, List<Received<AdEvent>>>> blocks() {
    return KvCoder.of(
        BucketCoder.of(buckets()), BlockCoder.of(ReceivedCoder.of(AdEventCoder.of())));
  }

  private PCollection<KV<Integer, List<Received<AdEvent>>>> openings(PCollection<?> events) {
    return events
        .getPipeline()
        .apply(scope().memory() + "JobStarts", Read.from(new JobStarts(input())))
        .apply(scope().memory() + "OpenBuckets", ParDo.of(new OpenFn(buckets())))
        .setCoder(blocks());
  }

  /** Emits, at each start of the job, one empty block per bucket, which opens the bucket. */
  private static final class OpenFn extends DoFn<Integer, KV<Integer, List<Received<AdEvent>>>> {
    private static final long serialVersionUID = 1L;
    private final int buckets;

    OpenFn(int buckets) {
      this.buckets = buckets;
    }

    @ProcessElement
    public void process(OutputReceiver<KV<Integer, List<Received<AdEvent>>>> out) {
      for (int bucket = 0; bucket < buckets; bucket++) {
        out.output(KV.of(bucket, List.of()));
      }
    }
  }
}
