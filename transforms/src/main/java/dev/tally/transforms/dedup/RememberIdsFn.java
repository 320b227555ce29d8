package dev.tally.transforms.dedup;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.BundleCounter;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.DeadLetterCounters;
import dev.tally.transforms.model.Received;
import java.util.List;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
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

/**
 * Emits an event if its bucket does not remember it, and then remembers it. {@link IdBucket} makes
 * the decision. Each bucket receives an empty block at each start of the job, which opens it.
 */
final class RememberIdsFn extends DoFn<KV<Integer, List<Received<AdEvent>>>, AdEvent> {
  private static final long serialVersionUID = 1L;

  /**
   * Per bucket: each remembered event in an {@link IdPage}, about 21 bytes per event, until the
   * watermark is {@code maxEventAge} after the end of the latest minute of the page; {@link #SWEEP}
   * removes the page.
   */
  private static final String PAGES = "pages";

  /** Per bucket: one {@link BucketHead}, about 30 bytes, as long as the job exists. */
  private static final String HEAD = "head";

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

  @StateId(PAGES)
  private final StateSpec<MapState<Integer, byte[]>> pagesSpec =
      StateSpecs.map(VarIntCoder.of(), ByteArrayCoder.of());

  @StateId(HEAD)
  private final StateSpec<ValueState<BucketHead>> headSpec =
      StateSpecs.value(new BucketHeadCoder());

  @TimerId(SWEEP)
  private final TimerSpec sweepSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final Duration maxEventAge;
  private final TupleTag<DeadLetter> refused;
  private transient IdIndexes indexes = new IdIndexes();
  private transient BundleCounter acceptedInBundle = new BundleCounter(accepted);
  private transient BundleCounter droppedInBundle = new BundleCounter(dropped);

  RememberIdsFn(Duration maxEventAge, TupleTag<DeadLetter> refused) {
    this.maxEventAge = maxEventAge;
    this.refused = refused;
  }

  @Setup
  public void setup() {
    indexes = new IdIndexes();
  }

  @StartBundle
  public void start() {
    acceptedInBundle = new BundleCounter(accepted);
    droppedInBundle = new BundleCounter(dropped);
  }

  @FinishBundle
  public void finish() {
    acceptedInBundle.report();
    droppedInBundle.report();
  }

  @ProcessElement
  public void process(
      @Element KV<Integer, List<Received<AdEvent>>> block,
      @StateId(PAGES) MapState<Integer, byte[]> pages,
      @StateId(HEAD) ValueState<BucketHead> head,
      @TimerId(SWEEP) Timer sweep,
      OutputReceiver<AdEvent> out,
      MultiOutputReceiver all) {
    IdBucket bucket = bucket(block.getKey(), pages, head, sweep);
    for (Received<AdEvent> received : block.getValue()) {
      judge(bucket, received, out, all);
    }
    bucket.save();
  }

  private void judge(
      IdBucket bucket,
      Received<AdEvent> received,
      OutputReceiver<AdEvent> out,
      MultiOutputReceiver all) {
    AdEvent event = received.getValue();
    bucket
        .judge(event, received.getRecord())
        .handle(
            occurrence -> {
              if (occurrence == Occurrence.SAME) {
                droppedInBundle.inc();
              } else {
                acceptedInBundle.inc();
                out.outputWithTimestamp(event, event.getEventTime());
              }
            },
            no -> {
              letters.count(no.reason());
              all.get(refused)
                  .output(
                      DeadLetter.of(
                          "DropDuplicates", no.reason(), no.detail(), received.getRecord()));
            });
  }

  @OnTimer(SWEEP)
  public void sweep(
      @Key Integer key,
      @StateId(PAGES) MapState<Integer, byte[]> pages,
      @StateId(HEAD) ValueState<BucketHead> head,
      @TimerId(SWEEP) Timer sweep) {
    IdBucket bucket = bucket(key, pages, head, sweep);
    forgotten.inc(bucket.sweep());
    bucket.save();
  }

  private IdBucket bucket(
      int key, MapState<Integer, byte[]> pages, ValueState<BucketHead> head, Timer sweep) {
    return new IdBucket(
        Horizon.of(maxEventAge, key),
        new BeamBucketState(head, pages, sweep),
        indexes,
        sweep.getCurrentRelativeTime());
  }
}
