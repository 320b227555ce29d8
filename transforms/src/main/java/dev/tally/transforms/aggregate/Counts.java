package dev.tally.transforms.aggregate;

import static com.google.common.math.LongMath.saturatedAdd;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.EventType;
import dev.tally.transforms.model.RecordUuid;
import dev.tally.transforms.model.Revision;
import org.joda.time.Instant;

/**
 * {@code Counts} are the sums over a set of events. Adding is associative and commutative, and
 * {@link #NONE} is the identity, so the order and grouping of events do not affect a sum. A sum
 * that does not fit into a long is capped at the largest long.
 *
 * @param clicks all clicks, repeat clicks included
 * @param repeatClicks how many of the clicks are repeats; only {@link #ofRepeat} adds to them
 * @param spendMicros the total cost of the events, in millionths of the currency unit
 * @param brokerTime the latest broker time of the events
 */
record Counts(
    long impressions, long clicks, long repeatClicks, long spendMicros, Instant brokerTime) {
  /** The counts of an empty set of events. */
  static final Counts NONE = new Counts(0, 0, 0, 0, Instant.ofEpochMilli(Long.MIN_VALUE));

  static Counts of(AdEvent event) {
    boolean isClick = event.getEventType() == EventType.CLICK;
    return new Counts(
        isClick ? 0 : 1, isClick ? 1 : 0, 0, event.getCostMicros(), event.getBrokerTime());
  }

  /** Returns what is added when a click that is already counted becomes a repeat. */
  static Counts ofRepeat(Instant brokerTime) {
    return new Counts(0, 0, 1, 0, brokerTime);
  }

  /** Returns the number of events. */
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

  /** Returns the record of one key and minute with these counts. */
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
