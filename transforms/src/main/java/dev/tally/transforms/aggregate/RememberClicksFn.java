package dev.tally.transforms.aggregate;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.EarliestTimer;
import dev.tally.transforms.model.SweepInterval;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.InstantCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
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

/** Remembers each arriving click and emits the clicks that it makes repeats. */
final class RememberClicksFn extends DoFn<KV<RepeatKey, AdEvent>, KV<UserHour, UserClick>> {
  private static final long serialVersionUID = 1L;

  /**
   * Per user and ad: each slice of time that has a click, by slice number, until no click can
   * arrive that it would affect; {@link #SWEEP} removes it.
   */
  private static final String SLICES = "slices";

  /** Per user and ad: the time for which {@link #SWEEP} is set; absent if it is not set. */
  private static final String ARMED = "armed";

  /**
   * Per user and ad, event time: when the next slice can be forgotten, but at least an eighth of
   * {@code maxEventAge} after the last sweep. A sweep reads all slices of the user, so without this
   * pause a user who clicks all the time would cause one such sweep per slice. The timer only
   * cleans up and does not hold the watermark.
   */
  private static final String SWEEP = "sweep";

  private static final Duration MILLISECOND = Duration.millis(1);

  private final Counter repeated = Metrics.counter(FindRepeatClicks.class, "clicks_repeated");
  private final Counter forgotten = Metrics.counter(FindRepeatClicks.class, "slices_forgotten");

  @StateId(SLICES)
  private final StateSpec<MapState<Long, ClickSlice>> slicesSpec =
      StateSpecs.map(VarLongCoder.of(), new ClickSliceCoder());

  @StateId(ARMED)
  private final StateSpec<ValueState<Instant>> armedSpec = StateSpecs.value(InstantCoder.of());

  @TimerId(SWEEP)
  private final TimerSpec sweepSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final RepeatRule rule;
  private final Duration maxEventAge;
  private final SweepInterval pause;

  RememberClicksFn(RepeatRule rule, Duration maxEventAge) {
    this.rule = rule;
    this.maxEventAge = maxEventAge;
    this.pause = SweepInterval.of(maxEventAge);
  }

  @ProcessElement
  public void process(
      @Element KV<RepeatKey, AdEvent> keyed,
      @StateId(SLICES) MapState<Long, ClickSlice> slices,
      @StateId(ARMED) ValueState<Instant> armed,
      @TimerId(SWEEP) Timer sweep,
      OutputReceiver<KV<UserHour, UserClick>> out) {
    AdEvent click = keyed.getValue();
    long number = rule.sliceOf(click.getEventTime());
    ClickSlice same = slices.get(number).read();
    ClickSlice next = slices.get(number + 1).read();
    RepeatRule.Change change = rule.add(click, slices.get(number - 1).read(), same, next);
    if (!change.slice().equals(same)) {
      slices.put(number, change.slice());
      timer(armed, sweep).fireBy(sweepAt(expiryOf(change.slice(), keyed.getKey()), sweep));
    }
    if (change.next() != null && !change.next().equals(next)) {
      slices.put(number + 1, change.next());
    }
    repeated.inc(change.repeats().size());
    for (RepeatRule.Repeat repeat : change.repeats()) {
      out.outputWithTimestamp(
          KV.of(
              UserHour.of(click.getUserId(), repeat.row()),
              UserClick.of(repeat, click.getBrokerTime())),
          repeat.time());
    }
  }

  @OnTimer(SWEEP)
  public void sweep(
      @Key RepeatKey key,
      @StateId(SLICES) MapState<Long, ClickSlice> slices,
      @StateId(ARMED) ValueState<Instant> armed,
      @TimerId(SWEEP) Timer sweep) {
    Instant watermark = sweep.getCurrentRelativeTime();
    List<Long> expired = new ArrayList<>();
    Instant next = null;
    for (Map.Entry<Long, ClickSlice> slice : slices.entries().read()) {
      Instant expiry = expiryOf(slice.getValue(), key);
      if (!expiry.isAfter(watermark)) {
        expired.add(slice.getKey());
      } else if (next == null || expiry.isBefore(next)) {
        next = expiry;
      }
    }
    expired.forEach(slices::remove);
    forgotten.inc(expired.size());
    timer(armed, sweep).next(next == null ? null : sweepAt(next, sweep));
  }

  /**
   * Returns the first watermark at which no click can arrive that the slice would affect. The
   * window is that of the key, with which its slices were made; the current window may be
   * different.
   */
  private Instant expiryOf(ClickSlice slice, RepeatKey key) {
    return slice
        .last()
        .plus(Duration.millis(key.windowMillis()))
        .plus(maxEventAge)
        .plus(MILLISECOND);
  }

  private Instant sweepAt(Instant expiry, Timer sweep) {
    Instant soonest = sweep.getCurrentRelativeTime().plus(pause.length());
    return expiry.isBefore(soonest) ? soonest : expiry;
  }

  private static EarliestTimer timer(ValueState<Instant> armed, Timer sweep) {
    return new EarliestTimer(armed, sweep.withNoOutputTimestamp());
  }
}
