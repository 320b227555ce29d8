package dev.tally.transforms.aggregate;

import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.Minutes;
import java.util.List;
import java.util.function.BiConsumer;
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

/**
 * Adds up blocks of counts and emits the metrics of their rows. {@link CountBucket} decides when.
 *
 * <p>Output: metrics with the last millisecond of their minute as timestamp, even if that is before
 * the watermark.
 */
final class SumMinutesFn extends DoFn<KV<Integer, List<KV<MinuteKey, Counts>>>, AdMetric> {
  private static final long serialVersionUID = 1L;

  /** Per bucket: one {@link CountTimers}, about 15 bytes, as long as the job exists. */
  private static final String TIMERS = "timers";

  /** Per bucket: what was added to each row since its last metric; cleared by each metric. */
  private static final String PENDING = "pending";

  /**
   * Per bucket: each row in its last metric, about 30 bytes and its key, until the watermark is
   * {@code maxEventAge} after the end of the minute, and up to an eighth of {@code maxEventAge}
   * longer; {@link #SWEEP} removes it.
   */
  private static final String EMITTED = "emitted";

  /** Per bucket, event time: when the next row with pending counts is due; holds the watermark. */
  private static final String DUE = "due";

  /** Per bucket, processing time: when all rows with pending counts are emitted. */
  private static final String PANE = "pane";

  /** Per bucket, event time: when closed minutes are forgotten; does not hold the watermark. */
  private static final String SWEEP = "sweep";

  private final Counter emitted = Metrics.counter(CountByMinute.class, "metrics_emitted");

  /** Has the name of Beam's counter of elements that arrive after their window has expired. */
  private final Counter dropped = Metrics.counter(CountByMinute.class, "droppedDueToLateness");

  @StateId(TIMERS)
  private final StateSpec<ValueState<CountTimers>> timersSpec =
      StateSpecs.value(new CountTimersCoder());

  @StateId(PENDING)
  private final StateSpec<MapState<MinuteKey, PendingCounts>> pendingSpec =
      StateSpecs.map(new MinuteKeyCoder(), new PendingCountsCoder());

  @StateId(EMITTED)
  private final StateSpec<MapState<MinuteKey, Counts>> emittedSpec =
      StateSpecs.map(new MinuteKeyCoder(), new CountsCoder());

  @TimerId(DUE)
  private final TimerSpec dueSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  @TimerId(PANE)
  private final TimerSpec paneSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

  @TimerId(SWEEP)
  private final TimerSpec sweepSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final Duration maxEventAge;
  private final Duration earlyPane;
  private final int generation;

  SumMinutesFn(Duration maxEventAge, Duration earlyPane, int generation) {
    this.maxEventAge = maxEventAge;
    this.earlyPane = earlyPane;
    this.generation = generation;
  }

  /** Returns no limit: a metric of a late event has the time of its minute. */
  @Override
  @Deprecated
  @SuppressWarnings("InlineMeSuggester")
  public Duration getAllowedTimestampSkew() {
    return Duration.millis(Long.MAX_VALUE);
  }

  @ProcessElement
  public void process(
      @Element KV<Integer, List<KV<MinuteKey, Counts>>> block,
      @StateId(TIMERS) ValueState<CountTimers> timers,
      @StateId(PENDING) MapState<MinuteKey, PendingCounts> pending,
      @StateId(EMITTED) MapState<MinuteKey, Counts> sums,
      @TimerId(DUE) Timer due,
      @TimerId(PANE) Timer pane,
      @TimerId(SWEEP) Timer sweep) {
    CountBucket bucket = bucket(timers, pending, sums, due, pane, sweep);
    for (KV<MinuteKey, Counts> row : block.getValue()) {
      if (!bucket.add(row.getKey(), row.getValue())) {
        dropped.inc(Math.max(1, row.getValue().events()));
      }
    }
    bucket.save();
  }

  @OnTimer(DUE)
  public void emitDue(
      @StateId(TIMERS) ValueState<CountTimers> timers,
      @StateId(PENDING) MapState<MinuteKey, PendingCounts> pending,
      @StateId(EMITTED) MapState<MinuteKey, Counts> sums,
      @TimerId(DUE) Timer due,
      @TimerId(PANE) Timer pane,
      @TimerId(SWEEP) Timer sweep,
      OutputReceiver<AdMetric> out) {
    bucket(timers, pending, sums, due, pane, sweep).emitDue(to(out));
  }

  @OnTimer(PANE)
  public void emitPane(
      @StateId(TIMERS) ValueState<CountTimers> timers,
      @StateId(PENDING) MapState<MinuteKey, PendingCounts> pending,
      @StateId(EMITTED) MapState<MinuteKey, Counts> sums,
      @TimerId(DUE) Timer due,
      @TimerId(PANE) Timer pane,
      @TimerId(SWEEP) Timer sweep,
      OutputReceiver<AdMetric> out) {
    bucket(timers, pending, sums, due, pane, sweep).emitPane(to(out));
  }

  @OnTimer(SWEEP)
  public void sweep(
      @StateId(TIMERS) ValueState<CountTimers> timers,
      @StateId(PENDING) MapState<MinuteKey, PendingCounts> pending,
      @StateId(EMITTED) MapState<MinuteKey, Counts> sums,
      @TimerId(DUE) Timer due,
      @TimerId(PANE) Timer pane,
      @TimerId(SWEEP) Timer sweep,
      OutputReceiver<AdMetric> out) {
    bucket(timers, pending, sums, due, pane, sweep).sweep(to(out));
  }

  private CountBucket bucket(
      ValueState<CountTimers> timers,
      MapState<MinuteKey, PendingCounts> pending,
      MapState<MinuteKey, Counts> sums,
      Timer due,
      Timer pane,
      Timer sweep) {
    BeamCountState.Timers all = new BeamCountState.Timers(due, pane, sweep, earlyPane);
    return new CountBucket(
        maxEventAge, new BeamCountState(timers, pending, sums, all), due.getCurrentRelativeTime());
  }

  private BiConsumer<MinuteKey, Counts> to(OutputReceiver<AdMetric> out) {
    return (row, sum) -> {
      emitted.inc();
      AdMetric metric = sum.toMetric(row.key(), Minutes.start(row.minute()), generation);
      out.outputWithTimestamp(metric, row.last());
    };
  }
}
