package dev.tally.transforms.aggregate;

import com.google.common.base.MoreObjects;
import java.util.HashMap;
import java.util.Map;
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

/**
 * Emits the clicks that become invalid by {@link RateRule}, and the repeats of the same users that
 * become invalid, to be added to the counts of their minutes.
 *
 * <p>Delivery: a click can make clicks invalid that are up to an hour earlier. Their minutes must
 * be open until the watermark is {@code maxEventAge} after the end of the hour.
 */
final class RateClicksFn extends DoFn<KV<UserHour, UserClick>, KV<MinuteKey, Counts>> {
  private static final long serialVersionUID = 1L;

  /**
   * Per user and hour: the number of clicks up to the limit, then a constant; a few bytes, until
   * {@link #EXPIRY} clears it.
   */
  private static final String CLICKS = "clicks";

  /**
   * Per user and hour: the number of pending clicks of each row, up to the limit of clicks; about
   * 10 bytes and the key of the row. {@link #EXPIRY} clears it.
   */
  private static final String PENDING = "pending";

  /**
   * Per user and hour, event time: when the watermark is {@code maxEventAge} after the end of the
   * hour, so that no click of the hour can arrive. It only cleans up and does not hold the
   * watermark.
   */
  private static final String EXPIRY = "expiry";

  private final Counter invalid = Metrics.counter(CountByMinute.class, "invalid_rate");
  private final Counter forgotten = Metrics.counter(CountByMinute.class, "user_hours_forgotten");

  @StateId(CLICKS)
  private final StateSpec<ValueState<Long>> clicksSpec = StateSpecs.value(VarLongCoder.of());

  @StateId(PENDING)
  private final StateSpec<MapState<MinuteKey, Long>> pendingSpec =
      StateSpecs.map(new MinuteKeyCoder(), VarLongCoder.of());

  @TimerId(EXPIRY)
  private final TimerSpec expirySpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final RateRule rule;
  private final Duration maxEventAge;

  RateClicksFn(RateRule rule, Duration maxEventAge) {
    this.rule = rule;
    this.maxEventAge = maxEventAge;
  }

  @ProcessElement
  public void process(
      @Element KV<UserHour, UserClick> keyed,
      @StateId(CLICKS) ValueState<Long> clicks,
      @StateId(PENDING) MapState<MinuteKey, Long> pending,
      @TimerId(EXPIRY) Timer expiry,
      OutputReceiver<KV<MinuteKey, Counts>> out) {
    UserClick click = keyed.getValue();
    BeamHour hour = new BeamHour(clicks, pending);
    if (clicks.read() == null) {
      hour.setClicks(0);
      expiry.withNoOutputTimestamp().set(keyed.getKey().end().plus(maxEventAge));
    }
    boolean isRepeat = click.kind() == UserClick.Kind.REPEAT;
    rule.add(
        click,
        hour,
        (row, number) -> {
          invalid.inc(isRepeat ? 0 : number);
          out.output(KV.of(row, Counts.ofInvalidClicks(number, click.brokerTime())));
        });
  }

  @OnTimer(EXPIRY)
  public void forget(
      @StateId(CLICKS) ValueState<Long> clicks,
      @StateId(PENDING) MapState<MinuteKey, Long> pending) {
    clicks.clear();
    pending.clear();
    forgotten.inc();
  }

  /** The state of one user and hour. */
  private record BeamHour(ValueState<Long> count, MapState<MinuteKey, Long> numbers)
      implements RateRule.Hour {
    @Override
    public long clicks() {
      return MoreObjects.firstNonNull(count.read(), 0L);
    }

    @Override
    public void setClicks(long clicks) {
      count.write(clicks);
    }

    @Override
    public long pending(MinuteKey row) {
      return MoreObjects.firstNonNull(numbers.get(row).read(), 0L);
    }

    @Override
    public void setPending(MinuteKey row, long clicks) {
      if (clicks == 0) {
        numbers.remove(row);
      } else {
        numbers.put(row, clicks);
      }
    }

    @Override
    public Map<MinuteKey, Long> allPending() {
      Map<MinuteKey, Long> all = new HashMap<>();
      numbers.entries().read().forEach(entry -> all.put(entry.getKey(), entry.getValue()));
      return all;
    }
  }
}
