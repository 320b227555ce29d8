package dev.tally.transforms.budget;

import dev.tally.transforms.model.AdMetric;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;
import org.joda.time.Instant;

/** Emits what each revision of a record adds to the spend of its campaign, once. */
final class CountSpendFn extends DoFn<KV<Long, AdMetric>, KV<String, CampaignChange>> {
  private static final long serialVersionUID = 1L;

  /**
   * Per hour of event time and bucket: the highest revision of each record, about 35 bytes, until
   * {@link #EXPIRY} clears it.
   */
  private static final String COUNTED = "counted";

  /**
   * Per hour of event time and bucket, event time: a millisecond more than {@code maxEventAge}
   * after the end of the hour, when all further metrics are dropped. So no metric is counted after
   * its revision was forgotten. It does not hold the watermark.
   */
  private static final String EXPIRY = "expiry";

  private static final Duration MILLISECOND = Duration.millis(1);

  private final Counter replaced = Metrics.counter(TrackBudgets.class, "lower_revisions_ignored");

  /** Has the name of Beam's counter of elements that arrive after their window has expired. */
  private final Counter dropped = Metrics.counter(TrackBudgets.class, "droppedDueToLateness");

  @StateId(COUNTED)
  private final StateSpec<MapState<RecordId, CountedRecord>> countedSpec =
      StateSpecs.map(RecordIdCoder.of(), CountedRecordCoder.of());

  @TimerId(EXPIRY)
  private final TimerSpec expirySpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final Duration maxEventAge;

  CountSpendFn(Duration maxEventAge) {
    this.maxEventAge = maxEventAge;
  }

  @ProcessElement
  public void process(
      @Element KV<Long, AdMetric> keyed,
      @StateId(COUNTED) MapState<RecordId, CountedRecord> counted,
      @TimerId(EXPIRY) Timer expiry,
      OutputReceiver<KV<String, CampaignChange>> out) {
    AdMetric metric = keyed.getValue();
    Instant expires = HourKey.end(keyed.getKey()).plus(maxEventAge);
    if (expires.isBefore(expiry.getCurrentRelativeTime())) {
      dropped.inc();
      return;
    }
    RecordId id = RecordId.of(metric.getRecordUuid());
    CountedRecord before = counted.get(id).read();
    CountedRecord now = CountedRecord.of(metric);
    if (!now.replaces(before)) {
      replaced.inc();
      return;
    }
    counted.put(id, now);
    expiry.withNoOutputTimestamp().set(expires.plus(MILLISECOND));
    emit(metric, now.microsBeyond(before), out);
  }

  private static void emit(
      AdMetric metric, long micros, OutputReceiver<KV<String, CampaignChange>> out) {
    if (micros != 0) {
      Instant day = Slots.day(metric.getMinute());
      out.output(
          KV.of(
              metric.getCampaignId(),
              new CampaignChange.OfSpend(metric.getBrokerTime(), day, micros)));
    }
  }

  @OnTimer(EXPIRY)
  public void expire(@StateId(COUNTED) MapState<RecordId, CountedRecord> counted) {
    counted.clear();
  }
}
