package dev.tally.transforms.aggregate;

import static com.google.common.math.LongMath.saturatedAdd;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.MeasureSums;
import dev.tally.transforms.model.MetricMeasure;
import dev.tally.transforms.model.RecordUuid;
import dev.tally.transforms.model.Revision;
import org.joda.time.Instant;

/**
 * {@code Counts} are the sums over a set of events. Adding is associative and commutative, and
 * {@link #NONE} is the identity, so the order and grouping of events do not affect a sum.
 *
 * @param brokerTime the latest broker time of the events
 */
record Counts(MeasureSums sums, Instant brokerTime) {
  /** The counts of an empty set of events. */
  static final Counts NONE = new Counts(MeasureSums.NONE, Instant.ofEpochMilli(Long.MIN_VALUE));

  private static final MeasureSums ONE_REPEAT =
      MeasureSums.NONE.with(MetricMeasure.REPEAT_CLICKS, 1);

  private static final MeasureSums ONE_INVALID_REPEAT =
      ONE_REPEAT.with(MetricMeasure.INVALID_CLICKS, 1);

  static Counts of(AdEvent event) {
    return new Counts(MeasureSums.of(event), event.getBrokerTime());
  }

  /** Returns what is added when a click that is already counted becomes a repeat and invalid. */
  static Counts ofRepeat(Instant brokerTime) {
    return new Counts(ONE_INVALID_REPEAT, brokerTime);
  }

  /**
   * Returns what is added when a click that is already counted becomes a repeat, and it is counted
   * elsewhere that it is invalid.
   */
  static Counts ofRepeatOnly(Instant brokerTime) {
    return new Counts(ONE_REPEAT, brokerTime);
  }

  /** Returns what is added when clicks that are already counted become invalid. */
  static Counts ofInvalidClicks(long clicks, Instant brokerTime) {
    return new Counts(MeasureSums.NONE.with(MetricMeasure.INVALID_CLICKS, clicks), brokerTime);
  }

  /** Returns the number of events. */
  long events() {
    return saturatedAdd(sums.get(MetricMeasure.IMPRESSIONS), sums.get(MetricMeasure.CLICKS));
  }

  Counts plus(Counts other) {
    return new Counts(
        sums.plus(other.sums),
        brokerTime.isAfter(other.brokerTime) ? brokerTime : other.brokerTime);
  }

  /** Returns the record of one key and minute with these counts. */
  AdMetric toMetric(MetricKey key, Instant minute, int generation) {
    return AdMetric.builder()
        .setRecordUuid(
            RecordUuid.ofAdMetric(
                key.region(), key.campaignId(), key.adId(), key.storeId(), minute))
        .setRevision(Revision.ofAdMetric(generation, sums))
        .setRegion(key.region())
        .setCampaignId(key.campaignId())
        .setAdId(key.adId())
        .setStoreId(key.storeId())
        .setMinute(minute)
        .setSums(sums)
        .setBrokerTime(brokerTime)
        .build();
  }
}
