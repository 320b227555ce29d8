package dev.tally.transforms.dedup;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdEventCoder;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.DeadLetterCoder;
import dev.tally.transforms.model.Received;
import dev.tally.transforms.model.ReceivedCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
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
import org.jspecify.annotations.Nullable;

/**
 * Emits the first copy of each event, which its type and its event id identify.
 *
 * <p>Input: cleansed events with their raw records, stamped with their event time, in the global
 * window.
 *
 * <p>Output: each event once, with the event time as timestamp, also when that is before the
 * watermark; order is not kept.
 *
 * <p>State: for each event 32 bytes, in buckets by hash, until the watermark is {@code maxEventAge}
 * after its minute, and up to an eighth of {@code maxEventAge} more. A job that is restored with
 * another {@code maxEventAge} applies it from then on (docs/adr/0018).
 *
 * <p>Each scope has a step of its own name: a savepoint of one scope is refused by the other, which
 * would count again what the first has counted.
 *
 * <p>Errors: a copy with other content than the first becomes a dead letter {@code
 * CONFLICTING_COPY}, which of them counts depends on arrival. An event of a minute that was closed
 * under a smaller {@code maxEventAge}, before the restore with a larger one, becomes {@code
 * TOO_OLD}: it cannot be proven new.
 *
 * <p>Limits: a copy that claims a later event time than the first may arrive when the first is
 * forgotten, and counts again.
 */
@AutoValue
public abstract class DropDuplicates
    extends PTransform<
        PCollection<Received<AdEvent>>, WithFailures.Result<PCollection<AdEvent>, DeadLetter>> {
  /** How many buckets a job has; part of the savepoint contract and therefore no option. */
  private static final int BUCKETS = 1 << 12;

  private static final Coder<KV<Integer, @Nullable Received<AdEvent>>> KEYED =
      KvCoder.of(VarIntCoder.of(), NullableCoder.of(ReceivedCoder.of(AdEventCoder.of())));

  /** Remembers an event until the watermark has passed its minute by {@code maxEventAge}. */
  public static DropDuplicates within(Duration maxEventAge) {
    checkArgument(
        maxEventAge.isLongerThan(Duration.ZERO),
        "maxEventAge must be longer than zero, is %s",
        maxEventAge);
    return new AutoValue_DropDuplicates(maxEventAge, BUCKETS, DedupScope.REGION);
  }

  abstract Duration maxEventAge();

  abstract int buckets();

  abstract DedupScope scope();

  /**
   * Spreads the ids over this many buckets instead of 4096, for tests. A job that is restored with
   * another number looks for its ids in the wrong buckets.
   */
  public DropDuplicates withBuckets(int buckets) {
    checkArgument(buckets > 0, "buckets must be above 0, is %s", buckets);
    return new AutoValue_DropDuplicates(maxEventAge(), buckets, scope());
  }

  /** Among which events copies are looked for; default: {@link DedupScope#REGION}. */
  public DropDuplicates withScope(DedupScope scope) {
    return new AutoValue_DropDuplicates(maxEventAge(), buckets(), scope);
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
                    .apply("KeyByBucket", ParDo.of(new KeyFn(buckets(), scope())))
                    .setCoder(KEYED))
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

  private PCollection<KV<Integer, @Nullable Received<AdEvent>>> openings(PCollection<?> events) {
    return events
        .getPipeline()
        .apply(scope().memory() + "JobStarts", Read.from(new JobStarts()))
        .apply(scope().memory() + "OpenBuckets", ParDo.of(new OpenFn(buckets())))
        .setCoder(KEYED);
  }

  private static final class KeyFn
      extends DoFn<Received<AdEvent>, KV<Integer, @Nullable Received<AdEvent>>> {
    private static final long serialVersionUID = 1L;
    private final int buckets;
    private final DedupScope scope;

    KeyFn(int buckets, DedupScope scope) {
      this.buckets = buckets;
      this.scope = scope;
    }

    @ProcessElement
    public void process(
        @Element Received<AdEvent> received,
        OutputReceiver<KV<Integer, @Nullable Received<AdEvent>>> out) {
      AdEvent event = scope.stamp(received.getValue());
      out.output(
          KV.of(Fingerprint.of(event).bucket(buckets), Received.of(event, received.getRecord())));
    }
  }

  /** Opens every bucket at each start of the job. */
  private static final class OpenFn
      extends DoFn<Integer, KV<Integer, @Nullable Received<AdEvent>>> {
    private static final long serialVersionUID = 1L;
    private final int buckets;

    OpenFn(int buckets) {
      this.buckets = buckets;
    }

    @ProcessElement
    public void process(OutputReceiver<KV<Integer, @Nullable Received<AdEvent>>> out) {
      for (int bucket = 0; bucket < buckets; bucket++) {
        out.output(KV.of(bucket, null));
      }
    }
  }
}
