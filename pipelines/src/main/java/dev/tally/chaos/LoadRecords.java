package dev.tally.chaos;

import dev.tally.transforms.codec.AdMetricJson;
import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.RecordUuid;
import org.joda.time.Duration;
import org.joda.time.Instant;

/** The records of a load: ad metrics whose clicks are their revision, some before midnight. */
final class LoadRecords {
  private static final Instant FIRST = Instant.parse("2025-12-31T23:00:00Z");

  private LoadRecords() {}

  static AdMetric record(int fact, long revision) {
    Instant minute = FIRST.plus(Duration.standardMinutes(fact));
    return AdMetric.builder()
        .setRecordUuid(RecordUuid.of("chaos", String.valueOf(fact)))
        .setRevision(revision)
        .setRegion("*")
        .setAdId("ad-" + fact)
        .setCampaignId("campaign")
        .setStoreId("store")
        .setMinute(minute)
        .setImpressions(0)
        .setClicks(revision)
        .setRepeatClicks(0)
        .setSpendMicros(revision)
        .setBrokerTime(minute)
        .build();
  }

  static byte[] encode(AdMetric record) {
    return AdMetricJson.encode(record);
  }
}
