package dev.tally.transforms.attribute;

import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.jspecify.annotations.Nullable;

/**
 * Passes orders on. For ten minutes after the latest order of a shard it emits a null for the shard
 * once a second, so that the stateful step after it reads its side input again: Beam timers cannot
 * access side inputs.
 */
final class RetryTickFn
    extends DoFn<KV<Integer, OrderTouches>, KV<Integer, @Nullable OrderTouches>> {
  private static final long serialVersionUID = 1L;

  /** Per shard: the number of nulls still to be emitted; absent if there are none. */
  private static final String LEFT = "left";

  /** Per shard, processing time: when the next null is emitted. It does not hold the watermark. */
  private static final String TICK = "tick";

  @StateId(LEFT)
  private final StateSpec<ValueState<Integer>> leftSpec = StateSpecs.value(VarIntCoder.of());

  @TimerId(TICK)
  private final TimerSpec tickSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

  @ProcessElement
  public void process(
      @Element KV<Integer, OrderTouches> early,
      @StateId(LEFT) ValueState<Integer> left,
      @TimerId(TICK) Timer tick,
      OutputReceiver<KV<Integer, @Nullable OrderTouches>> out) {
    out.output(KV.of(early.getKey(), early.getValue()));
    if (left.read() == null) {
      again(tick);
    }
    left.write(WaitForCampaigns.MAX_RETRIES);
  }

  @OnTimer(TICK)
  public void tick(
      @Key Integer shard,
      @StateId(LEFT) ValueState<Integer> left,
      @TimerId(TICK) Timer tick,
      OutputReceiver<KV<Integer, @Nullable OrderTouches>> out) {
    Integer before = left.read();
    if (before == null || before <= 1) {
      left.clear();
    } else {
      left.write(before - 1);
      again(tick);
    }
    out.output(KV.of(shard, null));
  }

  private static void again(Timer tick) {
    tick.withOutputTimestamp(GlobalWindow.INSTANCE.maxTimestamp())
        .offset(WaitForCampaigns.RETRY_INTERVAL)
        .setRelative();
  }
}
