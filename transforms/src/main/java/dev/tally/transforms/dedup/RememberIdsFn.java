package dev.tally.transforms.dedup;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.DeadLetterCounters;
import dev.tally.transforms.model.Received;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TupleTag;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Emits an event if its bucket does not remember it, and then remembers it. {@link IdBucket} makes
 * the decision. A null element opens a bucket; each bucket receives one at each start of the job.
 */
final class RememberIdsFn extends DoFn<KV<Integer, @Nullable Received<AdEvent>>, AdEvent> {
  private static final long serialVersionUID = 1L;

  /**
   * Per bucket: each remembered event, 34 bytes per event, until the watermark is {@code
   * maxEventAge} after the end of its minute; {@link #SWEEP} removes it.
   */
  private static final String IDS = "ids";

  /** Per bucket: one {@link BucketClock}, about 20 bytes, as long as the job exists. */
  private static final String CLOCK = "clock";

  /**
   * Per bucket, event time: when the bucket sweeps next. It is set for as long as the job exists,
   * so that a restored bucket has an upper bound of the watermark at which the job stopped. It does
   * not hold the watermark.
   */
  private static final String SWEEP = "sweep";

  private final Counter accepted = Metrics.counter(DropDuplicates.class, "events_accepted");
  private final Counter dropped = Metrics.counter(DropDuplicates.class, "duplicates_dropped");
  private final Counter forgotten = Metrics.counter(DropDuplicates.class, "ids_forgotten");
  private final DeadLetterCounters letters = DeadLetterCounters.of(DropDuplicates.class);

  @StateId(IDS)
  private final StateSpec<MapState<EventFingerprint, SeenEvent>> idsSpec =
      StateSpecs.map(new EventFingerprintCoder(), new SeenEventCoder());

  @StateId(CLOCK)
  private final StateSpec<ValueState<BucketClock>> clockSpec =
      StateSpecs.value(new BucketClockCoder());

  @TimerId(SWEEP)
  private final TimerSpec sweepSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final Duration maxEventAge;
  private final TupleTag<DeadLetter> refused;

  RememberIdsFn(Duration maxEventAge, TupleTag<DeadLetter> refused) {
    this.maxEventAge = maxEventAge;
    this.refused = refused;
  }

  @ProcessElement
  public void process(
      @Element KV<Integer, @Nullable Received<AdEvent>> keyed,
      @StateId(IDS) MapState<EventFingerprint, SeenEvent> ids,
      @StateId(CLOCK) ValueState<BucketClock> clock,
      @TimerId(SWEEP) Timer sweep,
      OutputReceiver<AdEvent> out,
      MultiOutputReceiver all) {
    IdBucket bucket = bucket(keyed.getKey(), ids, clock, sweep);
    Received<AdEvent> received = keyed.getValue();
    if (received == null) {
      bucket.open();
      return;
    }
    bucket
        .judge(received.getValue(), received.getRecord())
        .handle(
            occurrence -> {
              if (occurrence == Occurrence.SAME) {
                dropped.inc();
              } else {
                accepted.inc();
                out.output(received.getValue());
              }
            },
            no -> refuse(no.reason(), no.detail(), received, all));
  }

  @OnTimer(SWEEP)
  public void sweep(
      @Key Integer key,
      @StateId(IDS) MapState<EventFingerprint, SeenEvent> ids,
      @StateId(CLOCK) ValueState<BucketClock> clock,
      @TimerId(SWEEP) Timer sweep) {
    forgotten.inc(bucket(key, ids, clock, sweep).sweep());
  }

  private void refuse(
      Reason reason, String detail, Received<AdEvent> received, MultiOutputReceiver all) {
    letters.count(reason);
    all.get(refused).output(DeadLetter.of("DropDuplicates", reason, detail, received.getRecord()));
  }

  private IdBucket bucket(
      int key,
      MapState<EventFingerprint, SeenEvent> ids,
      ValueState<BucketClock> clock,
      Timer sweep) {
    return new IdBucket(
        Horizon.of(maxEventAge, key),
        new BeamBucketState(ids, clock, sweep),
        sweep.getCurrentRelativeTime());
  }
}
