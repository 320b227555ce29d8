package dev.tally.transforms.dedup;

import dev.tally.transforms.model.AdEvent;
import org.apache.beam.sdk.coders.InstantCoder;
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
import org.joda.time.Duration;
import org.joda.time.Instant;

/** Emits an event when its bucket does not remember its id, and then remembers it. */
final class RememberIdsFn extends DoFn<KV<Integer, AdEvent>, AdEvent> {
  /**
   * Per bucket: each id not yet forgotten, 26 bytes an id, until its slice expires; {@link #EXPIRY}
   * clears it.
   */
  private static final String IDS = "ids";

  /**
   * Per bucket: when {@link #EXPIRY} is set to fire, absent when it is not; written only when that
   * changes.
   */
  private static final String ARMED = "armed";

  /**
   * Per bucket, event time: the earliest expiry of any slice with an id in it. It only cleans up
   * and holds no watermark.
   */
  private static final String EXPIRY = "expiry";

  private final Counter accepted = Metrics.counter(DropDuplicates.class, "events_accepted");
  private final Counter dropped = Metrics.counter(DropDuplicates.class, "duplicates_dropped");
  private final Counter conflicting = Metrics.counter(DropDuplicates.class, "copies_conflicting");
  private final Counter forgotten = Metrics.counter(DropDuplicates.class, "ids_forgotten");
  private final Counter pastHorizon = Metrics.counter(DropDuplicates.class, "past_horizon");

  @StateId(IDS)
  private final StateSpec<MapState<Fingerprint, Seen>> ids =
      StateSpecs.map(new FingerprintCoder(), new SeenCoder());

  @StateId(ARMED)
  private final StateSpec<ValueState<Instant>> armed = StateSpecs.value(InstantCoder.of());

  @TimerId(EXPIRY)
  private final TimerSpec expiry = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final Duration maxEventAge;

  RememberIdsFn(Duration maxEventAge) {
    this.maxEventAge = maxEventAge;
  }

  @ProcessElement
  public void process(
      @Element KV<Integer, AdEvent> keyed,
      @StateId(IDS) MapState<Fingerprint, Seen> ids,
      @StateId(ARMED) ValueState<Instant> armed,
      @TimerId(EXPIRY) Timer expiry,
      OutputReceiver<AdEvent> out) {
    AdEvent event = keyed.getValue();
    Slices slices = Slices.of(maxEventAge, keyed.getKey());
    Fingerprint id = Fingerprint.of(event.getEventId());
    Seen seen = Seen.of(event, slices);
    Copy copy = Seen.compare(ids.get(id).read(), seen);
    count(copy);
    if (copy == Copy.FIRST) {
      ids.put(id, seen);
      expireAt(slices.expiryOf(seen.slice()), armed, expiry);
      out.output(event);
    }
  }

  @OnTimer(EXPIRY)
  public void expire(
      OnTimerContext context,
      @Key Integer bucket,
      @StateId(IDS) MapState<Fingerprint, Seen> ids,
      @StateId(ARMED) ValueState<Instant> armed,
      @TimerId(EXPIRY) Timer expiry) {
    Slices slices = Slices.of(maxEventAge, bucket);
    Sweep sweep = Sweep.over(ids.entries().read(), slices, context.fireTimestamp());
    sweep.forgotten().forEach(ids::remove);
    forgotten.inc(sweep.forgotten().size());
    armed.clear();
    Instant next = sweep.next();
    if (next != null) {
      arm(next, armed, expiry);
    }
  }

  private void expireAt(Instant time, ValueState<Instant> armed, Timer expiry) {
    if (!time.isAfter(expiry.getCurrentRelativeTime())) {
      pastHorizon.inc();
    }
    Instant earliest = armed.read();
    if (earliest == null || time.isBefore(earliest)) {
      arm(time, armed, expiry);
    }
  }

  private static void arm(Instant time, ValueState<Instant> armed, Timer expiry) {
    armed.write(time);
    expiry.withNoOutputTimestamp().set(time);
  }

  private void count(Copy copy) {
    (copy == Copy.FIRST ? accepted : dropped).inc();
    if (copy == Copy.CONFLICTING) {
      conflicting.inc();
    }
  }
}
