package dev.tally.transforms.dedup;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdEventCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;

/**
 * Lets through the first copy of each event, known by its event id, whatever the other copies say.
 *
 * <p>Input: cleansed events, stamped with their event time, in the global window.
 *
 * <p>Output: each event id once, with the event time as timestamp, also when that is behind the
 * watermark; order is not kept.
 *
 * <p>State: for each event id 16 bytes of hash and 8 bytes, in buckets by hash, until the watermark
 * is beyond its event time by {@code maxEventAge} and up to an eighth of it more; one timer a
 * bucket clears it.
 *
 * <p>Each scope has a memory of its own name: a savepoint of one is refused by the other, which
 * would count again what the first has counted.
 *
 * <p>Limits: of copies with one id and other content the first to arrive counts, and {@code
 * copies_conflicting} tells of it. A copy that claims a later event time than the first may arrive
 * when the first is forgotten, and counts again.
 */
@AutoValue
public abstract class DropDuplicates
    extends PTransform<PCollection<AdEvent>, PCollection<AdEvent>> {
  private static final int DEFAULT_BUCKETS = 1 << 14;

  /** Remembers an event id until the watermark has passed its event time by {@code maxEventAge}. */
  public static DropDuplicates within(Duration maxEventAge) {
    checkArgument(
        maxEventAge.isLongerThan(Duration.ZERO),
        "maxEventAge must be longer than zero, is %s",
        maxEventAge);
    return new AutoValue_DropDuplicates(maxEventAge, DEFAULT_BUCKETS, DedupScope.REGION);
  }

  abstract Duration maxEventAge();

  abstract int buckets();

  abstract DedupScope scope();

  /**
   * Spreads the ids over this many buckets, by default 16384. The number is part of the savepoint
   * contract: a job restored with another one looks for its ids in the wrong places.
   */
  public DropDuplicates withBuckets(int buckets) {
    checkArgument(buckets > 0, "buckets must be above 0, is %s", buckets);
    return new AutoValue_DropDuplicates(maxEventAge(), buckets, scope());
  }

  /** Among which events copies are looked for, by default {@link DedupScope#REGION}. */
  public DropDuplicates withScope(DedupScope scope) {
    return new AutoValue_DropDuplicates(maxEventAge(), buckets(), scope);
  }

  @Override
  public PCollection<AdEvent> expand(PCollection<AdEvent> events) {
    checkArgument(
        events.getWindowingStrategy().getWindowFn() instanceof GlobalWindows,
        "DropDuplicates remembers ids across windows: apply it before any Window.into");
    int buckets = buckets();
    return scope()
        .stamp(events)
        .apply(
            "KeyByBucket",
            WithKeys.<Integer, AdEvent>of(
                    event -> Fingerprint.of(event.getEventId()).bucket(buckets))
                .withKeyType(TypeDescriptors.integers()))
        .setCoder(KvCoder.of(VarIntCoder.of(), AdEventCoder.of()))
        .apply(scope().memory(), ParDo.of(new RememberIdsFn(maxEventAge())))
        .setCoder(AdEventCoder.of());
  }
}
