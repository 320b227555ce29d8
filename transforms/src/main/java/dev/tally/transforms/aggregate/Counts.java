package dev.tally.transforms.aggregate;

import static com.google.common.math.LongMath.saturatedAdd;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.EventType;
import dev.tally.transforms.model.RecordUuid;
import dev.tally.transforms.model.Revision;
import org.joda.time.Instant;

/**
 * What a set of events adds up to. Adding is associative and commutative and {@link #NONE} is its
 * zero, so order and grouping do not show. A sum that does not fit a long stays at the largest
 * long.
 *
 * @param clicks all clicks, the repeated ones among them
 * @param repeatClicks those of the clicks that are repeats; a click is not known to be one by
 *     itself
 * @param spendMicros what the events cost, in millionths of the currency unit
 * @param brokerTime the latest broker time among the events
 */
record Counts(
    long impressions, long clicks, long repeatClicks, long spendMicros, Instant brokerTime) {
  /** Of no event. */
  static final Counts NONE = new Counts(0, 0, 0, 0, Instant.ofEpochMilli(Long.MIN_VALUE));

  static Counts of(AdEvent event) {
    boolean isClick = event.getEventType() == EventType.CLICK;
    return new Counts(
        isClick ? 0 : 1, isClick ? 1 : 0, 0, event.getCostMicros(), event.getBrokerTime());
  }

  /** What is added when a click that is counted already becomes a repeat. */
  static Counts ofRepeat(Instant brokerTime) {
    return new Counts(0, 0, 1, 0, brokerTime);
  }

  /** How many events these are the counts of. */
  long events() {
    return saturatedAdd(impressions, clicks);
  }

  Counts plus(Counts other) {
    return new Counts(
        saturatedAdd(impressions, other.impressions),
        saturatedAdd(clicks, other.clicks),
        saturatedAdd(repeatClicks, other.repeatClicks),
        saturatedAdd(spendMicros, other.spendMicros),
        brokerTime.isAfter(other.brokerTime) ? brokerTime : other.brokerTime);
  }

  /** The record of one ad and minute with these counts. */
  AdMetric toMetric(MetricKey key, Instant minute, int generation) {
    return AdMetric.builder()
        .setRecordUuid(
            RecordUuid.ofAdMetric(
                key.region(), key.campaignId(), key.adId(), key.storeId(), minute))
        .setRevision(Revision.ofAdMetric(generation, impressions, clicks, repeatClicks))
        .setRegion(key.region())
        .setCampaignId(key.campaignId())
        .setAdId(key.adId())
        .setStoreId(key.storeId())
        .setMinute(minute)
        .setImpressions(impressions)
        .setClicks(clicks)
        .setRepeatClicks(repeatClicks)
        .setSpendMicros(spendMicros)
        .setBrokerTime(brokerTime)
        .build();
  }
}
